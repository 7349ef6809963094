package koboshi.tsdb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import koboshi.series.Matcher;

/** Which series of a part of the store bear which labels. */
interface Index {
    int seriesCount();

    /** All series there are. */
    Ordinals all();

    /** The series that bear the label with that value. */
    Ordinals bearing(String label, String value);

    /** Each value the label has whose text passes, with the series that bear it. */
    void values(String label, Predicate<String> passes, BiConsumer<String, Ordinals> each);

    List<String> labelNames();

    /** The series all matchers agree on. */
    default Ordinals matching(List<Matcher> matchers) {
        Ordinals found = null;
        for (var matcher : matchers) {
            if (!matcher.accepts("")) {
                var bearing = bearing(matcher);
                found = found == null ? bearing : found.and(bearing);
            }
        }
        found = found == null ? all() : found;
        for (var matcher : matchers) {
            if (matcher.accepts("") && found.size() > 0) {
                found = found.without(refused(matcher));
            }
        }
        return found;
    }

    private Ordinals bearing(Matcher matcher) {
        if (matcher.equal()) {
            return bearing(matcher.label(), matcher.value());
        }
        return union(matcher.label(), matcher::accepts);
    }

    /** A matcher that accepts the absent label is asked for what it refuses: series without the label are in no list. */
    private Ordinals refused(Matcher matcher) {
        if (matcher.kind() == Matcher.Kind.DIFFERENT) {
            return bearing(matcher.label(), matcher.value());
        }
        return union(matcher.label(), value -> !matcher.accepts(value));
    }

    private Ordinals union(String label, Predicate<String> passes) {
        var sets = new ArrayList<Ordinals>();
        values(label, passes, (_, series) -> sets.add(series));
        return Ordinals.union(sets);
    }
}
