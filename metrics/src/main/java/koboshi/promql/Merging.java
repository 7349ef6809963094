package koboshi.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import koboshi.series.Labels;

/** Lays series that have come to bear the same labels over each other, where they do not overlap in time. */
final class Merging {
    private Merging() {}

    /** @throws EvaluationError where two have a value at the same step */
    static List<Track> distinct(List<Track> tracks) {
        if (allDifferent(tracks)) {
            return tracks;
        }
        var byLabels = new LinkedHashMap<Labels, Track>();
        for (var track : tracks) {
            byLabels.merge(track.labels(), track, Merging::merged);
        }
        return new ArrayList<>(byLabels.values());
    }

    private static boolean allDifferent(List<Track> tracks) {
        var seen = HashMap.<Labels, Track>newHashMap(tracks.size());
        for (var track : tracks) {
            if (seen.put(track.labels(), track) != null) {
                return false;
            }
        }
        return true;
    }

    private static Track merged(Track one, Track other) {
        var both = new Track(one.labels(), one.nameless() || other.nameless(), one.steps());
        for (int i = 0; i < one.steps(); i++) {
            if (one.present(i) && other.present(i)) {
                throw EvaluationError.sameLabels();
            }
            if (one.present(i) || other.present(i)) {
                both.set(i, one.present(i) ? one : other, i);
            }
        }
        return both;
    }
}
