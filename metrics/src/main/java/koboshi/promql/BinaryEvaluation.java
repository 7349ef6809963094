package koboshi.promql;

import java.util.List;
import java.util.function.Consumer;

/** Evaluates binary operators and the sign. */
final class BinaryEvaluation {
    private final Evaluation evaluation;

    BinaryEvaluation(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    double[] scalars(Expr.Binary binary, Steps steps) {
        var left = evaluation.scalars(binary.left(), steps);
        var right = evaluation.scalars(binary.right(), steps);
        var result = new double[left.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = Arithmetic.numbers(binary.operator(), left[i], right[i]);
        }
        return result;
    }

    void unary(Expr.Unary unary, Steps steps, Consumer<Track> to) {
        if (!unary.minus()) {
            evaluation.each(unary.inner(), steps, to);
            return;
        }
        Naming.settled(evaluation, List.of(unary.inner()), to, settled -> evaluation.each(unary.inner(), steps, track -> {
            var result = Naming.without(evaluation, track.labels(), steps.count());
            for (int i = 0; i < steps.count(); i++) {
                if (track.number(i)) {
                    result.set(i, -track.value(i));
                } else if (track.present(i)) {
                    result.set(i, track.histogram(i).times(-1));
                }
            }
            settled.accept(result);
        }));
    }

    void each(Expr.Binary binary, Steps steps, Consumer<Track> to) {
        if (binary.operator().set()) {
            new SetOperation(evaluation, binary, steps).each(to);
        } else if (binary.matching() != null) {
            new Joining(evaluation, binary, steps).each(to);
        } else {
            withScalar(binary, steps, to);
        }
    }

    private void withScalar(Expr.Binary binary, Steps steps, Consumer<Track> to) {
        boolean scalarLeft = binary.left().type() == Type.SCALAR;
        var scalars = evaluation.scalars(scalarLeft ? binary.left() : binary.right(), steps);
        var vector = scalarLeft ? binary.right() : binary.left();
        if (binary.operator().keepsName() && !binary.bool()) {
            evaluation.each(vector, steps, track -> to.accept(withScalar(binary, track, new Track(track.labels(), track.nameless(), steps.count()), scalars)));
        } else {
            Naming.settled(evaluation, List.of(vector), to, settled -> evaluation.each(vector, steps,
                    track -> settled.accept(withScalar(binary, track, Naming.without(evaluation, track.labels(), steps.count()), scalars))));
        }
    }

    private Track withScalar(Expr.Binary binary, Track track, Track result, double[] scalars) {
        boolean scalarLeft = binary.left().type() == Type.SCALAR;
        var cell = new Arithmetic.Cell(evaluation.notes(), binary.at());
        for (int i = 0; i < scalars.length; i++) {
            if (track.present(i)) {
                cell(binary, track, i, scalars[i], scalarLeft, cell, result);
            }
        }
        return result;
    }

    private static void cell(Expr.Binary binary, Track track, int step, double scalar, boolean scalarLeft, Arithmetic.Cell cell, Track result) {
        var histogram = track.histogram(step);
        double value = track.value(step);
        boolean kept = scalarLeft
                ? Arithmetic.combine(binary.operator(), scalar, null, value, histogram, cell)
                : Arithmetic.combine(binary.operator(), value, histogram, scalar, null, cell);
        boolean refused = cell.takeRefused();
        if (binary.bool() && !refused) {
            result.set(step, kept ? 1 : 0);
        } else if (kept && binary.operator().comparison()) {
            // A filter passes on the vector's value, on whichever side it stands.
            result.set(step, track, step);
        } else if (kept) {
            cell.into(result, step);
        }
    }
}
