package koboshi.guard;

import koboshi.series.Labels;

/** One guard and one label set: what has a standing of its own. */
public record GuardKey(String guard, Labels labels) implements Comparable<GuardKey> {
    public static GuardKey of(String guard) {
        return new GuardKey(guard, Labels.NONE);
    }

    @Override
    public int compareTo(GuardKey other) {
        int byGuard = guard.compareTo(other.guard);
        return byGuard != 0 ? byGuard : labels.compareTo(other.labels);
    }

    @Override
    public String toString() {
        return labels.isEmpty() ? guard : guard + labels;
    }
}
