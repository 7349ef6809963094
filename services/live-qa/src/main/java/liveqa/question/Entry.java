package liveqa.question;

import java.time.Instant;
import liveqa.answer.Answer;

/** One line of the log. */
sealed interface Entry {
    String id();

    record Asked(Question question) implements Entry {
        @Override
        public String id() {
            return question.id();
        }
    }

    record Answered(String id, Answer answer, Instant at) implements Entry {}
}
