package koboshi.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import koboshi.incident.Entry;

/** What the journal has of a stretch of time, read with a bound. */
final class Past {
    /** So many entries are read at most for one answer; the latest count. */
    private static final int READ = 20_000;
    private static final int AT_ONCE = 500;

    private final House house;

    Past(House house) {
        this.house = house;
    }

    /** Both ends belong to it. */
    record Stretch(Instant from, Instant to) {
        /** @throws Refused unless the question carries {@code from} and {@code to} in this order */
        static Stretch of(Visit visit) {
            try {
                var parameters = new Parameters(visit.fields());
                var stretch = new Stretch(parameters.needMoment("from"), parameters.needMoment("to"));
                if (stretch.to().isBefore(stretch.from())) {
                    throw new Parameters.Wrong("to", "expected a moment after from");
                }
                return stretch;
            } catch (Parameters.Wrong e) {
                throw Refused.expected(e.getMessage());
            }
        }
    }

    /**
     * What was found.
     *
     * @param before the offset before the first line that was read
     * @param whole whether nothing of the stretch was left out
     */
    record Found(List<Line> lines, long before, boolean whole) {}

    Found lines(Stretch stretch, Predicate<Entry> wanted) {
        long last = house.view().offset();
        long first = firstFrom(stretch.from(), last);
        long read = Math.max(first, firstFrom(stretch.to().plusMillis(1), last) - READ);
        return new Found(wanted(read, stretch.to(), wanted), read, read == first);
    }

    /** So many lines up to that offset, itself among them. */
    List<Line> upTo(long offset, int many) {
        return house.linesAfter(Math.max(0, offset - many), (int) Math.min(many, offset));
    }

    /** The offset before the first line of that moment or later, found by halving: the journal's moments never go back. */
    private long firstFrom(Instant moment, long last) {
        long low = 0;
        long high = last;
        while (low < high) {
            long middle = (low + high) >>> 1;
            var line = house.linesAfter(middle, 1);
            if (line.isEmpty() || !line.getFirst().at().isBefore(moment)) {
                high = middle;
            } else {
                low = line.getFirst().offset();
            }
        }
        return low;
    }

    private List<Line> wanted(long after, Instant to, Predicate<Entry> wanted) {
        var found = new ArrayList<Line>();
        long place = after;
        while (true) {
            var next = house.linesAfter(place, AT_ONCE);
            next.stream().filter(line -> !line.at().isAfter(to) && wanted.test(line.entry())).forEach(found::add);
            if (next.size() < AT_ONCE || next.getLast().at().isAfter(to)) {
                return found;
            }
            place = next.getLast().offset();
        }
    }
}
