package koboshi.lesson;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.Selector;
import koboshi.loop.Event;
import koboshi.series.Source;
import koboshi.signal.Reading;

/**
 * What the server's watch asks of the series behind a guard.
 *
 * <p>Said here once more, since the watch stands above the lessons; a test holds both answers side by side.
 */
final class SeriesQuestion {
    private static final Duration LOOK_BACK = Duration.ofMinutes(5);

    private SeriesQuestion() {}

    static Optional<Event.Answered> ask(Guard guard, Source source, Optional<String> trouble, Instant now) {
        return switch (guard.condition()) {
            case Condition.Compares(var selector, _) -> Optional.of(answer(guard, selector, LOOK_BACK, source, trouble, now));
            case Condition.Absent(var selector, var window) -> Optional.of(answer(guard, selector, window, source, trouble, now));
            case Condition.JourneyFails _, Condition.HeartbeatOverdue _, Condition.Fallen _, Condition.Exhausted _, Condition.AgentAway _,
                    Condition.Raised _ ->
                Optional.empty();
        };
    }

    private static Event.Answered answer(
            Guard guard, Selector selector, Duration window, Source source, Optional<String> trouble, Instant now) {
        if (trouble.isPresent()) {
            return new Event.Answered(guard.name(), List.of(), trouble.map(why -> "its series cannot be read: " + why));
        }
        var readings = source.select(selector.all(), now.minus(window).toEpochMilli(), now.toEpochMilli()).stream()
                .map(series -> new Reading(series.labels(), series.samples().getLast().value()))
                .toList();
        return new Event.Answered(guard.name(), readings, Optional.empty());
    }
}
