package liveqa;

import java.util.function.UnaryOperator;
import liveqa.answer.Answerer;
import liveqa.question.Line;

/** Where another answerer, or another order of the line, is put around the service's own. */
public record Seams(UnaryOperator<Answerer> answerer, UnaryOperator<Line> line) {
    static final Seams NONE = new Seams(UnaryOperator.identity(), UnaryOperator.identity());
}
