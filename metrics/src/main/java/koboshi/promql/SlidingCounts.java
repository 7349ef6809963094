package koboshi.promql;

import koboshi.series.Samples;

/** count_over_time, present_over_time, changes and resets, at all steps. */
final class SlidingCounts {
    private SlidingCounts() {}

    static void size(Edges edges, Track out) {
        for (int i = 0; i < edges.count(); i++) {
            if (edges.to(i) > edges.from(i)) {
                out.set(i, edges.to(i) - edges.from(i));
            }
        }
    }

    static void presence(Edges edges, Track out) {
        for (int i = 0; i < edges.count(); i++) {
            if (edges.to(i) > edges.from(i)) {
                out.set(i, 1);
            }
        }
    }

    static void changes(Samples samples, Edges edges, Track out) {
        var values = samples.valueColumn();
        var before = new int[samples.size()];
        for (int i = 1; i < before.length; i++) {
            boolean bothNan = Double.isNaN(values[i]) && Double.isNaN(values[i - 1]);
            before[i] = before[i - 1] + (values[i] != values[i - 1] && !bothNan ? 1 : 0);
        }
        differences(before, edges, out);
    }

    static void resets(Samples samples, Edges edges, Track out) {
        var values = samples.valueColumn();
        var before = new int[samples.size()];
        for (int i = 1; i < before.length; i++) {
            before[i] = before[i - 1] + (values[i] < values[i - 1] ? 1 : 0);
        }
        differences(before, edges, out);
    }

    /** @param before how many there were since the first sample of all, up to and including each */
    private static void differences(int[] before, Edges edges, Track out) {
        for (int i = 0; i < edges.count(); i++) {
            if (edges.to(i) > edges.from(i)) {
                out.set(i, before[edges.to(i) - 1] - before[edges.from(i)]);
            }
        }
    }
}
