package koboshi.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import koboshi.series.Labels;

/** topk, bottomk, limitk and limit_ratio: aggregations that pass on some of the series they are given. */
final class Ranking {
    private static final double HASH_SCALE = 0x1p64;

    private final Evaluation evaluation;
    private final Expr.Aggregate aggregate;
    private final Steps steps;
    private final double[] parameter;

    Ranking(Evaluation evaluation, Expr.Aggregate aggregate, Steps steps) {
        this.evaluation = evaluation;
        this.aggregate = aggregate;
        this.steps = steps;
        this.parameter = evaluation.scalars(aggregate.parameter(), steps);
    }

    void each(Consumer<Track> to) {
        checkParameter();
        var groups = new LinkedHashMap<Labels, List<Track>>();
        var grouping = new Aggregates.Grouping(aggregate);
        var order = new ArrayList<Track>();
        evaluation.each(aggregate.inner(), steps, track -> {
            evaluation.budget().samples(track.points());
            groups.computeIfAbsent(grouping.of(track.labels()), _ -> new ArrayList<>()).add(track);
            order.add(track);
        });
        var chosen = new LinkedHashMap<Track, Track>();
        for (int i = 0; i < steps.count(); i++) {
            for (var group : groups.values()) {
                choose(group, i, chosen);
                evaluation.budget().work(group.size());
            }
        }
        // One moment keeps the order of rank; a range has only that of its labels.
        (steps.count() == 1 ? chosen.keySet() : order).stream().map(chosen::get).filter(Objects::nonNull).forEach(to);
    }

    private void checkParameter() {
        boolean ratio = aggregate.operator() == Aggregation.LIMIT_RATIO;
        for (double value : parameter) {
            if (Double.isNaN(value)) {
                throw new EvaluationError((ratio ? "Ratio" : "Parameter") + " value is NaN");
            }
            if (!ratio && Math.abs(value) >= Long.MAX_VALUE) {
                throw new EvaluationError("Scalar value " + Text.shortest(value) + " overflows int64");
            }
            if (ratio && Math.abs(value) > 1) {
                evaluation.notes().invalidRatio(value, Math.signum(value), aggregate.parameter().at());
            }
        }
    }

    private void choose(List<Track> group, int step, LinkedHashMap<Track, Track> chosen) {
        var best = switch (aggregate.operator()) {
            case TOPK -> ranked(group, step, descending(step));
            case BOTTOMK -> ranked(group, step, ascending(step));
            case LIMITK -> here(group, step).limit(Math.max(0, (long) parameter[step])).toList();
            default -> here(group, step).filter(track -> within(track, parameter[step])).toList();
        };
        for (var track : best) {
            chosen.computeIfAbsent(track, _ -> new Track(track.labels(), track.nameless(), steps.count())).set(step, track, step);
        }
    }

    private static Stream<Track> here(List<Track> group, int step) {
        return group.stream().filter(track -> track.present(step));
    }

    /** The first k by the order; of equal ones those that came first. */
    private List<Track> ranked(List<Track> group, int step, Comparator<Track> order) {
        long k = Math.max(0, (long) parameter[step]);
        var best = new PriorityQueue<>(order.reversed());
        for (var track : group) {
            if (!track.present(step)) {
                continue;
            }
            if (track.histogram(step) != null) {
                evaluation.notes().histogramIgnored(aggregate.operator(), aggregate.inner().at());
            } else if (best.size() < k) {
                best.add(track);
            } else if (k > 0 && order.compare(track, best.peek()) < 0) {
                best.poll();
                best.add(track);
            }
        }
        return best.stream().sorted(order.thenComparing(Track::labels)).toList();
    }

    private static Comparator<Track> ascending(int step) {
        return (one, other) -> compare(one.value(step), other.value(step), 1);
    }

    private static Comparator<Track> descending(int step) {
        return (one, other) -> compare(one.value(step), other.value(step), -1);
    }

    /** NaN comes last both ways. */
    private static int compare(double a, double b, int sign) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
        }
        return sign * Double.compare(a, b);
    }

    /** A ratio below zero takes what its complement leaves out. */
    private static boolean within(Track track, double ratio) {
        double place = hash(track.labels().toString()) / HASH_SCALE;
        return ratio >= 0 ? place < ratio : place >= 1 + ratio;
    }

    /** FNV-1a with a last stirring, as a number from 0 to 2^64. */
    private static double hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (hash >>> 11) * 0x1p11;
    }
}
