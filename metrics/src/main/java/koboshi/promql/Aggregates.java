package koboshi.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import koboshi.series.HistogramSum;
import koboshi.series.Labels;

/** Evaluates aggregations: finds each series' group as it comes, and lets the group take it in. */
final class Aggregates {
    /** A compensated sum, whether there is one, and the result it becomes. */
    private static final int GROUP_STEP_BYTES = 28;

    private final Evaluation evaluation;

    Aggregates(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    void each(Expr.Aggregate aggregate, Steps steps, Consumer<Track> to) {
        switch (aggregate.operator()) {
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> new Ranking(evaluation, aggregate, steps).each(to);
            case COUNT_VALUES -> new ValueCount(evaluation, aggregate, steps).each(to);
            case QUANTILE, SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR -> combined(aggregate, steps, to);
        }
    }

    private void combined(Expr.Aggregate aggregate, Steps steps, Consumer<Track> to) {
        var parameter = aggregate.operator() == Aggregation.QUANTILE ? quantiles(aggregate, steps) : null;
        var groups = new LinkedHashMap<Labels, Member>();
        var grouping = new Grouping(aggregate);
        evaluation.each(aggregate.inner(), steps, track -> {
            var member = groups.computeIfAbsent(grouping.of(track.labels()), _ -> {
                evaluation.budget().hold((long) steps.count() * GROUP_STEP_BYTES);
                return new Member(group(aggregate, steps, parameter));
            });
            member.nameless |= track.nameless();
            member.group.add(track);
            evaluation.budget().work(steps.count());
        });
        groups.forEach((labels, member) -> {
            var result = new Track(labels, member.nameless, steps.count());
            member.group.finish(result);
            to.accept(result);
        });
    }

    private static final class Member {
        private final Group group;
        private boolean nameless;

        Member(Group group) {
            this.group = group;
        }
    }

    private double[] quantiles(Expr.Aggregate aggregate, Steps steps) {
        var q = evaluation.scalars(aggregate.parameter(), steps);
        Arrays.stream(q).filter(v -> !(v >= 0 && v <= 1)).findFirst().ifPresent(v -> evaluation.notes().invalidQuantile(v, aggregate.parameter().at()));
        return q;
    }

    private Group group(Expr.Aggregate aggregate, Steps steps, double[] q) {
        int count = steps.count();
        var notes = new GroupNotes(evaluation.notes(), aggregate, evaluation.budget());
        return switch (aggregate.operator()) {
            case SUM -> new SumGroup(count, notes);
            case AVG -> new MeanGroup(count, notes);
            case MIN -> new ExtremeGroup(count, notes, false);
            case MAX -> new ExtremeGroup(count, notes, true);
            case COUNT -> new CountGroup(count, false);
            case GROUP -> new CountGroup(count, true);
            case STDVAR -> new VarianceGroup(count, notes, false);
            case STDDEV -> new VarianceGroup(count, notes, true);
            case QUANTILE -> new QuantileGroup(q, notes);
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, COUNT_VALUES -> throw new IllegalArgumentException("no group for " + aggregate.operator());
        };
    }

    /** What becomes of the series that share a group's labels. */
    interface Group {
        void add(Track track);

        void finish(Track result);
    }

    /** The labels of the group a series belongs to. */
    record Grouping(List<String> labels, boolean without) {
        Grouping(Expr.Aggregate aggregate) {
            this(aggregate.without() ? Stream.concat(aggregate.grouping().stream(), Stream.of(Labels.NAME)).toList() : aggregate.grouping(), aggregate.without());
        }

        Labels of(Labels series) {
            return without ? series.withoutAll(labels) : labels.isEmpty() ? Labels.NONE : series.only(labels);
        }
    }

    /** What groups have to say, and when they must stop. */
    record GroupNotes(Notes notes, Expr.Aggregate aggregate, Budget budget) {
        void histogramIgnored() {
            notes.histogramIgnored(aggregate.operator(), aggregate.inner().at());
        }

        void mixed() {
            notes.mixedInAggregation(aggregate.inner().at());
        }

        void incompatible(String metric) {
            notes.mixedExponentialCustom(metric, aggregate.inner().at());
        }

        void histograms(HistogramSum sum) {
            HistogramsOverTime.note(sum, notes, aggregate.inner().at());
        }
    }

    /** Counts what is there, number or histogram; or only says that something is. */
    private static final class CountGroup implements Group {
        private final int[] counts;
        private final boolean onlyWhether;

        CountGroup(int steps, boolean onlyWhether) {
            this.counts = new int[steps];
            this.onlyWhether = onlyWhether;
        }

        @Override
        public void add(Track track) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += track.present(i) ? 1 : 0;
            }
        }

        @Override
        public void finish(Track result) {
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    result.set(i, onlyWhether ? 1 : counts[i]);
                }
            }
        }
    }

    /** The least or the greatest number; NaN only where there is nothing else. */
    private static final class ExtremeGroup implements Group {
        private final double[] best;
        private final boolean[] seen;
        private final GroupNotes notes;
        private final boolean greatest;

        ExtremeGroup(int steps, GroupNotes notes, boolean greatest) {
            this.best = new double[steps];
            this.seen = new boolean[steps];
            this.notes = notes;
            this.greatest = greatest;
        }

        @Override
        public void add(Track track) {
            for (int i = 0; i < best.length; i++) {
                if (track.number(i)) {
                    double value = track.value(i);
                    boolean better = !seen[i] || Double.isNaN(best[i]) || (greatest ? value > best[i] : value < best[i]);
                    best[i] = better ? value : best[i];
                    seen[i] = true;
                } else if (track.present(i)) {
                    notes.histogramIgnored();
                }
            }
        }

        @Override
        public void finish(Track result) {
            for (int i = 0; i < best.length; i++) {
                if (seen[i]) {
                    result.set(i, best[i]);
                }
            }
        }
    }

    private static final class VarianceGroup implements Group {
        private final Variance[] variances;
        private final GroupNotes notes;
        private final boolean root;

        VarianceGroup(int steps, GroupNotes notes, boolean root) {
            this.variances = new Variance[steps];
            this.notes = notes;
            this.root = root;
        }

        @Override
        public void add(Track track) {
            for (int i = 0; i < variances.length; i++) {
                if (track.number(i)) {
                    variances[i] = variances[i] == null ? new Variance() : variances[i];
                    variances[i].add(track.value(i));
                } else if (track.present(i)) {
                    notes.histogramIgnored();
                }
            }
        }

        @Override
        public void finish(Track result) {
            for (int i = 0; i < variances.length; i++) {
                if (variances[i] != null) {
                    result.set(i, root ? Math.sqrt(variances[i].result()) : variances[i].result());
                }
            }
        }
    }

    private static final class QuantileGroup implements Group {
        private final double[] q;
        private final GroupNotes notes;
        private final List<Track> tracks = new ArrayList<>();

        QuantileGroup(double[] q, GroupNotes notes) {
            this.q = q;
            this.notes = notes;
        }

        @Override
        public void add(Track track) {
            notes.budget().keep(track);
            tracks.add(track);
        }

        @Override
        public void finish(Track result) {
            var values = new double[tracks.size()];
            for (int i = 0; i < q.length; i++) {
                int size = collect(i, values);
                notes.budget().work(size);
                if (size > 0) {
                    result.set(i, Quantiles.of(q[i], Arrays.copyOf(values, size)));
                }
            }
        }

        /** @return how many numbers there are at that step */
        private int collect(int step, double[] values) {
            int size = 0;
            for (var track : tracks) {
                if (track.number(step)) {
                    values[size++] = track.value(step);
                } else if (track.present(step)) {
                    notes.histogramIgnored();
                }
            }
            return size;
        }
    }
}
