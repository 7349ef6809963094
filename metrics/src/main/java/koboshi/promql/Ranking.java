package koboshi.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
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
            groups.computeIfAbsent(grouping.of(track.labels()), _ -> new ArrayList<>()).add(track);
            order.add(track);
        });
        var chosen = new LinkedHashMap<Track, Track>();
        for (int i = 0; i < steps.count(); i++) {
            for (var group : groups.values()) {
                choose(group, i, chosen);
            }
        }
        // One moment keeps the order of rank; a range has only that of its labels.
        (steps.count() == 1 ? chosen.keySet() : order).stream().map(chosen::get).filter(java.util.Objects::nonNull).forEach(to);
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
        var here = group.stream().filter(track -> track.present(step)).toList();
        var best = switch (aggregate.operator()) {
            case TOPK -> ranked(here, step, descending(step));
            case BOTTOMK -> ranked(here, step, ascending(step));
            case LIMITK -> here.subList(0, (int) Math.min(here.size(), Math.max(0, (long) parameter[step])));
            default -> here.stream().filter(track -> within(track, parameter[step])).toList();
        };
        for (var track : best) {
            chosen.computeIfAbsent(track, _ -> new Track(track.labels(), track.nameless(), steps.count())).set(step, track, step);
        }
    }

    private List<Track> ranked(List<Track> here, int step, Comparator<Track> order) {
        if (here.stream().anyMatch(track -> track.histogram(step) != null)) {
            evaluation.notes().histogramIgnored(aggregate.operator(), aggregate.inner().at());
        }
        return here.stream().filter(track -> track.number(step)).sorted(order).limit(Math.max(0, (long) parameter[step])).toList();
    }

    private static Comparator<Track> ascending(int step) {
        return lastIfNan(step).thenComparingDouble(track -> track.value(step));
    }

    private static Comparator<Track> descending(int step) {
        return lastIfNan(step).thenComparing(Comparator.<Track>comparingDouble(track -> track.value(step)).reversed());
    }

    private static Comparator<Track> lastIfNan(int step) {
        return Comparator.comparing(track -> Double.isNaN(track.value(step)));
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
