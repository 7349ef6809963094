package koboshi.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.Selector;
import koboshi.loop.Event;
import koboshi.series.Series;
import koboshi.series.Source;
import koboshi.signal.Reading;

/** Asks the series behind one guard; the loop judges the answer. */
final class SeriesWatch {
    /** A sample older than this says nothing about now, as in Prometheus. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(5);

    /** Each has a standing and a call of its own; a flood of label sets must not become a flood of calls. */
    private static final int MOST_SERIES = 200;

    private final Source source;

    SeriesWatch(Source source) {
        this.source = source;
    }

    static boolean asks(Guard guard) {
        return question(guard.condition()).isPresent();
    }

    Event.Answered ask(Guard guard, Instant now) {
        try {
            return answer(guard, question(guard.condition()).map(question -> readings(question, now)).orElse(List.of()));
        } catch (RuntimeException trouble) {
            return new Event.Answered(guard.name(), List.of(), Optional.of("its series cannot be read: " + trouble.getMessage()));
        }
    }

    private static Event.Answered answer(Guard guard, List<Reading> readings) {
        return guard.condition() instanceof Condition.Compares && readings.size() > MOST_SERIES
                ? new Event.Answered(guard.name(), List.of(), Optional.of("it speaks of " + readings.size() + " series, more than the " + MOST_SERIES + " a guard can judge; narrow its labels"))
                : new Event.Answered(guard.name(), readings, Optional.empty());
    }

    /** @param ended whether a series that said it ended still counts: it has samples in the window, but no value now */
    private record Question(Selector selector, Duration window, boolean ended) {}

    private static Optional<Question> question(Condition condition) {
        return switch (condition) {
            case Condition.Compares(var selector, _) -> Optional.of(new Question(selector, LOOK_BACK, false));
            case Condition.Absent(var selector, var window) -> Optional.of(new Question(selector, window, true));
            case Condition.JourneyFails _, Condition.HeartbeatOverdue _, Condition.Fallen _, Condition.Exhausted _, Condition.AgentAway _,
                    Condition.Raised _ ->
                Optional.empty();
        };
    }

    private List<Reading> readings(Question question, Instant now) {
        return source.select(question.selector().all(), now.minus(question.window()).toEpochMilli(), now.toEpochMilli()).stream()
                .map(series -> reading(series, question))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A chunk may reach over the window and hold nothing of it; a mark of the series' end is no sample. */
    private static Optional<Reading> reading(Series series, Question question) {
        var samples = series.columns();
        int last = samples.size() - 1;
        while (question.ended() && last >= 0 && samples.staleAt(last)) {
            last--;
        }
        return last < 0 || samples.staleAt(last) ? Optional.empty() : Optional.of(new Reading(series.labels(), samples.value(last)));
    }
}
