package koboshi.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import koboshi.promql.Matching.Cardinality;
import koboshi.series.Labels;

/**
 * Arithmetic and comparison between two vectors.
 *
 * <p>Who could meet whom follows from the labels alone and is found once; who does meet is found step by step, since a series may come and go.
 */
final class Joining {
    private final Evaluation evaluation;
    private final Expr.Binary binary;
    private final Matching matching;
    private final Signature signature;
    private final Steps steps;
    private final boolean oneToMany;
    private final Arithmetic.Cell cell;
    private final Map<Labels, Track> results = new LinkedHashMap<>();
    private final Map<Pair, Track> byPair = new HashMap<>();
    private Pair lastMet;
    private Track lastResult;

    /** A series of the "many" side and the one it met. */
    private record Pair(Track many, Track one) {}

    Joining(Evaluation evaluation, Expr.Binary binary, Steps steps) {
        this.evaluation = evaluation;
        this.binary = binary;
        this.matching = binary.matching();
        this.signature = Signature.of(matching);
        this.steps = steps;
        this.oneToMany = matching.cardinality() == Cardinality.ONE_TO_MANY;
        this.cell = new Arithmetic.Cell(evaluation.notes(), binary.at());
    }

    void each(Consumer<Track> to) {
        var left = evaluation.tracks(binary.left(), steps);
        var right = evaluation.tracks(binary.right(), steps);
        var many = bySignature(oneToMany ? right : left);
        var one = bySignature(oneToMany ? left : right);
        var everyMany = presence(many);
        one.forEach((key, ones) -> join(key, many.getOrDefault(key, List.of()), ones, everyMany));
        evaluation.drop(left);
        evaluation.drop(right);
        results.values().forEach(result -> {
            evaluation.budget().letGo(result.bytes());
            to.accept(result);
        });
    }

    private Map<Labels, List<Track>> bySignature(List<Track> tracks) {
        var groups = new LinkedHashMap<Labels, List<Track>>();
        tracks.forEach(track -> groups.computeIfAbsent(signature.of(track.labels()), _ -> new ArrayList<>()).add(track));
        return groups;
    }

    /** At which steps the "many" side holds anything: where it is empty, nothing is wrong with the other either. */
    private boolean[] presence(Map<Labels, List<Track>> groups) {
        var presence = new boolean[steps.count()];
        groups.values().forEach(tracks -> tracks.forEach(track -> {
            for (int i = 0; i < presence.length; i++) {
                presence[i] |= track.present(i);
            }
        }));
        return presence;
    }

    private void join(Labels key, List<Track> many, List<Track> ones, boolean[] everyMany) {
        for (int i = 0; i < steps.count(); i++) {
            var one = everyMany[i] ? only(key, ones, i) : null;
            if (one != null) {
                meet(many, one, i);
            }
            evaluation.budget().work(many.size() + ones.size());
        }
    }

    /** @return null where none is there */
    private Track only(Labels key, List<Track> ones, int step) {
        Track found = null;
        for (var one : ones) {
            if (!one.present(step)) {
                continue;
            }
            if (found != null) {
                throw duplicate(key, found, one);
            }
            found = one;
        }
        return found;
    }

    private EvaluationError duplicate(Labels key, Track found, Track other) {
        var first = found.labels().compareTo(other.labels()) <= 0 ? found : other;
        var second = first == found ? other : found;
        var side = oneToMany ? "left" : "right";
        return new EvaluationError("found duplicate series for the match group " + written(key) + " on the " + side + " hand-side of the operation: ["
                + written(first.labels()) + ", " + written(second.labels())
                + "];many-to-many matching not allowed: matching labels must be unique on one side");
    }

    private static String written(Labels labels) {
        var text = new ArrayList<String>();
        labels.forEach((name, value) -> text.add(name + "=" + Text.quoted(value)));
        return "{" + String.join(", ", text) + "}";
    }

    private void meet(List<Track> many, Track one, int step) {
        boolean alone = matching.cardinality() == Cardinality.ONE_TO_ONE;
        boolean met = false;
        Set<Labels> taken = null;
        for (var each : many) {
            if (!each.present(step)) {
                continue;
            }
            boolean kept = combine(each, one, step);
            boolean refused = cell.takeRefused();
            // Two on the left for one on the right is wrong even where a filter would leave only one of them.
            if (alone && met) {
                throw new EvaluationError("multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
            }
            met = true;
            if (refused || !kept && !binary.bool()) {
                continue;
            }
            var result = result(each, one);
            if (!alone) {
                taken = taken == null ? new HashSet<>() : taken;
                if (!taken.add(result.labels())) {
                    throw new EvaluationError("multiple matches for labels: grouping labels must ensure unique matches");
                }
            }
            write(result, step, kept, each, one);
        }
    }

    private boolean combine(Track many, Track one, int step) {
        var left = oneToMany ? one : many;
        var right = oneToMany ? many : one;
        return Arithmetic.combine(binary.operator(), left.value(step), left.histogram(step), right.value(step), right.histogram(step), cell);
    }

    private void write(Track result, int step, boolean kept, Track many, Track one) {
        if (result.present(step)) {
            throw EvaluationError.sameLabels();
        }
        if (binary.bool()) {
            result.set(step, kept ? 1 : 0);
        } else if (binary.operator().comparison()) {
            result.set(step, oneToMany ? one : many, step);
        } else {
            cell.into(result, step);
        }
    }

    /** Mostly the same pair as at the step before. */
    private Track result(Track many, Track one) {
        if (lastMet == null || lastMet.many != many || lastMet.one != one) {
            lastMet = new Pair(many, one);
            lastResult = result(lastMet);
        }
        return lastResult;
    }

    private Track result(Pair pair) {
        return byPair.computeIfAbsent(pair, _ -> {
            var many = pair.many;
            var one = pair.one;
            var labels = labels(many.labels(), one.labels());
            boolean nameless = binary.bool() && evaluation.delayedNames() || binary.operator().keepsName() && many.nameless();
            return results.computeIfAbsent(labels, _ -> {
                var result = new Track(labels, nameless, steps.count());
                evaluation.budget().hold(result.bytes());
                return result;
            });
        });
    }

    private Labels labels(Labels many, Labels one) {
        var labels = binary.operator().keepsName() && !(binary.bool() && !evaluation.delayedNames()) ? many : many.without(Labels.NAME);
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            return matching.on() ? labels.only(matching.labels()) : labels.withoutAll(matching.labels());
        }
        if (matching.include().isEmpty()) {
            return labels;
        }
        var map = new TreeMap<>(labels.asMap());
        matching.include().forEach(name -> map.put(name, one.get(name)));
        return Labels.of(map);
    }
}
