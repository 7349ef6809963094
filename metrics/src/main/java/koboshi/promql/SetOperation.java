package koboshi.promql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import koboshi.series.Labels;

/** and, or, unless: series are kept or left out by whether the other side has one with the same signature at that step. */
final class SetOperation {
    private final Evaluation evaluation;
    private final Operator operator;
    private final Signature signature;
    private final int steps;
    private final List<Track> left;
    private final List<Track> right;

    SetOperation(Evaluation evaluation, Expr.Binary binary, Steps steps) {
        this.evaluation = evaluation;
        this.operator = binary.operator();
        this.signature = Signature.of(binary.matching());
        this.steps = steps.count();
        this.left = evaluation.tracks(binary.left(), steps);
        this.right = evaluation.tracks(binary.right(), steps);
    }

    void each(Consumer<Track> to) {
        evaluation.drop(left);
        evaluation.drop(right);
        switch (operator) {
            case AND -> filtered(left, presence(right), true, to);
            case UNLESS -> filtered(left, presence(right), false, to);
            default -> {
                left.forEach(to);
                filtered(right, presence(left), false, to);
            }
        }
    }

    private Map<Labels, boolean[]> presence(List<Track> tracks) {
        var presence = new HashMap<Labels, boolean[]>();
        for (var track : tracks) {
            var here = presence.computeIfAbsent(signature.of(track.labels()), _ -> new boolean[steps]);
            for (int i = 0; i < steps; i++) {
                here[i] |= track.present(i);
            }
            evaluation.budget().work(steps);
        }
        return presence;
    }

    private void filtered(List<Track> tracks, Map<Labels, boolean[]> presence, boolean wanted, Consumer<Track> to) {
        var nowhere = new boolean[steps];
        for (var track : tracks) {
            var there = presence.getOrDefault(signature.of(track.labels()), nowhere);
            var kept = new Track(track.labels(), track.nameless(), steps);
            for (int i = 0; i < steps; i++) {
                if (track.present(i) && there[i] == wanted) {
                    kept.set(i, track, i);
                }
            }
            evaluation.budget().work(steps);
            if (!kept.isEmpty()) {
                to.accept(kept);
            }
        }
    }
}
