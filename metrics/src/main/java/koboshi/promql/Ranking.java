package koboshi.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
        switch (aggregate.operator()) {
            case TOPK -> best(true, to);
            case BOTTOMK -> best(false, to);
            default -> limited(to);
        }
    }

    /** A series that was offered, and what of it was chosen; null where nothing was. */
    private static final class Offered {
        private final Labels labels;
        private final boolean nameless;
        private Track chosen;

        Offered(Track track) {
            this.labels = track.labels();
            this.nameless = track.nameless();
        }

        Labels labels() {
            return labels;
        }
    }

    private void best(boolean greatest, Consumer<Track> to) {
        var limits = Arrays.stream(parameter).mapToInt(k -> (int) Math.clamp(k, 0, Integer.MAX_VALUE)).toArray();
        var groups = new LinkedHashMap<Labels, Best>();
        var grouping = new Aggregates.Grouping(aggregate);
        var offered = new ArrayList<Offered>();
        evaluation.each(aggregate.inner(), steps, track -> {
            var best = groups.computeIfAbsent(grouping.of(track.labels()), _ -> new Best(greatest, limits, evaluation.budget()));
            offer(track, offered.size(), best);
            offered.add(new Offered(track));
        });
        if (steps.count() == 1) {
            groups.values().forEach(best -> byRank(best, offered).forEach(place -> to.accept(choose(best, 0, place, offered))));
            return;
        }
        groups.values().forEach(best -> chooseAll(best, offered));
        offered.stream().map(each -> each.chosen).filter(Objects::nonNull).forEach(to);
    }

    private void offer(Track track, int owner, Best best) {
        boolean histograms = track.hasHistograms();
        for (int i = 0; i < track.steps(); i++) {
            if (!track.present(i)) {
                continue;
            }
            if (histograms && track.histogram(i) != null) {
                evaluation.notes().histogramIgnored(aggregate.operator(), aggregate.inner().at());
            } else {
                best.offer(i, track.value(i), owner);
            }
        }
        evaluation.budget().work(track.steps());
    }

    /** One moment keeps the order of rank; a range has only that of its labels. */
    private static List<Integer> byRank(Best best, List<Offered> offered) {
        return IntStream.range(0, best.size(0)).boxed()
                .sorted(Comparator.<Integer>comparingLong(place -> best.rank(0, place)).thenComparing(place -> offered.get(best.owner(0, place)).labels()))
                .toList();
    }

    private void chooseAll(Best best, List<Offered> offered) {
        for (int i = 0; i < steps.count(); i++) {
            for (int place = 0; place < best.size(i); place++) {
                choose(best, i, place, offered);
            }
            evaluation.budget().work(best.size(i));
        }
    }

    private Track choose(Best best, int step, int place, List<Offered> offered) {
        var winner = offered.get(best.owner(step, place));
        if (winner.chosen == null) {
            winner.chosen = new Track(winner.labels, winner.nameless, steps.count());
            evaluation.budget().hold(winner.chosen.bytes());
        }
        winner.chosen.set(step, best.value(step, place));
        return winner.chosen;
    }

    private void limited(Consumer<Track> to) {
        var groups = new LinkedHashMap<Labels, List<Track>>();
        var grouping = new Aggregates.Grouping(aggregate);
        var order = new ArrayList<Track>();
        evaluation.each(aggregate.inner(), steps, track -> {
            evaluation.budget().keep(track);
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
        var here = group.stream().filter(track -> track.present(step));
        var left = aggregate.operator() == Aggregation.LIMITK
                ? here.limit(Math.max(0, (long) parameter[step]))
                : here.filter(track -> within(track, parameter[step]));
        left.forEach(track -> chosen.computeIfAbsent(track, _ -> new Track(track.labels(), track.nameless(), steps.count())).set(step, track, step));
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
