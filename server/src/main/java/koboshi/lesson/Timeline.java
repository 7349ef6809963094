package koboshi.lesson;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.incident.Words;

/** Everything that was written down while a lesson was played, and which guards could not judge meanwhile. */
final class Timeline {
    private static final int BEFORE = 8;
    private static final int AFTER = 4;

    /** An entry, and when in the lesson it was written. */
    record Line(Duration at, Entry entry) {
        String words() {
            return Times.text(at) + "  " + Words.en(entry);
        }
    }

    /** @param why empty when the guard could judge again */
    private record Ignorance(Duration at, GuardKey key, Optional<String> why) {}

    /**
     * How something is seen that is not written down: a journey by all its vantages, or a vantage itself.
     *
     * @param why what failed, or why it does not count; empty when all is well
     */
    record Glance(Enum<?> as, String why) {
        String words(String of) {
            return of + " is " + Keywords.of(as) + (why.isEmpty() ? "" : ": " + why);
        }
    }

    private record Glanced(Duration at, String of, Glance glance) {}

    private final List<Glanced> glances = new ArrayList<>();
    private final Map<String, Glance> latest = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Ignorance> ignorances = new ArrayList<>();
    private final Map<GuardKey, Optional<String>> ignorant = new HashMap<>();

    void write(Duration at, Entry entry) {
        lines.add(new Line(at, entry));
    }

    void judges(Duration at, GuardKey key, Optional<String> unknownWhy) {
        if (!unknownWhy.equals(ignorant.getOrDefault(key, Optional.empty()))) {
            ignorant.put(key, unknownWhy);
            ignorances.add(new Ignorance(at, key, unknownWhy));
        }
    }

    void sees(Duration at, String of, Glance glance) {
        if (!glance.equals(latest.put(of, glance))) {
            glances.add(new Glanced(at, of, glance));
        }
    }

    /** How it was seen at the moment, if it was. */
    Optional<Glance> seen(String of, Duration moment) {
        return glances.stream().filter(each -> each.of().equals(of) && each.at().compareTo(moment) <= 0).reduce((_, later) -> later).map(Glanced::glance);
    }

    List<Line> lines() {
        return lines;
    }

    Stream<Line> within(When when) {
        return lines.stream().filter(line -> when.holds(line.at()));
    }

    Stream<Line> until(Duration moment) {
        return lines.stream().filter(line -> line.at().compareTo(moment) <= 0);
    }

    <E extends Entry> Optional<E> last(Class<E> type, Predicate<E> like, Duration moment) {
        return until(moment).map(Line::entry).filter(type::isInstance).map(type::cast).filter(like).reduce((_, later) -> later);
    }

    /** Why the guard could not judge at the moment, if it could not. */
    Optional<String> unknownWhy(GuardKey key, Duration moment) {
        return ignorances.stream()
                .filter(each -> each.key().equals(key) && each.at().compareTo(moment) <= 0)
                .reduce((_, later) -> later)
                .flatMap(Ignorance::why);
    }

    /** Moments at which anything changed, with both ends. */
    Stream<Duration> moments(When when) {
        var changes = Stream.of(lines.stream().map(Line::at), ignorances.stream().map(Ignorance::at), glances.stream().map(Glanced::at)).flatMap(each -> each);
        return Stream.concat(Stream.of(when.from(), when.to()), changes.filter(when::holds)).distinct().sorted();
    }

    /** All of it in words, but for the plan. */
    List<String> story() {
        return told().stream().map(Line::words).toList();
    }

    private List<Line> told() {
        return lines.stream().filter(line -> !isPlan(line.entry())).toList();
    }

    /** What happened just before the moment, at it, and just after, in words. */
    List<String> around(Duration moment) {
        var told = told();
        int behind = (int) told.stream().filter(line -> line.at().compareTo(moment) <= 0).count();
        return told.subList(Math.max(0, behind - BEFORE), Math.min(told.size(), behind + AFTER)).stream().map(Line::words).toList();
    }

    private static boolean isPlan(Entry entry) {
        return entry instanceof Entry.ServiceAdopted || entry instanceof Entry.PoolAdopted || entry instanceof Entry.ServersFound || entry instanceof Entry.JourneyAdopted || entry instanceof Entry.DutyAdopted;
    }
}
