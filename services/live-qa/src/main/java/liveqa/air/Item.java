package liveqa.air;

import java.time.Instant;
import liveqa.answer.Answer;
import liveqa.answer.Source;
import liveqa.question.Question;
import liveqa.question.Standing;

/** A question and its answer, to be spoken once. Document and heading are empty when there is no source. */
record Item(String id, String author, String question, String outcome, String answer, String document, String heading, Instant readyAt) {
    /** As much of an answer as stands so far; its source is told at its end. */
    static Item partOf(Question question, String sentence, Instant at) {
        return new Item(question.id(), question.author(), question.text(), "valid", sentence, "", "", at);
    }

    Item and(String sentence) {
        return new Item(id, author, question, outcome, answer + sentence, document, heading, readyAt);
    }

    static Item of(Question question, Standing.Answered answered) {
        var source = answered.answer() instanceof Answer.Found found ? found.source() : new Source("", "", "");
        return new Item(question.id(), question.author(), question.text(), answered.answer().outcome(), answered.answer().words(),
                source.document(), source.heading(), answered.at());
    }
}
