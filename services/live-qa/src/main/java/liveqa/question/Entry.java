package liveqa.question;

import java.time.Instant;
import java.util.Optional;
import liveqa.answer.Answer;

/** One line of the log. */
sealed interface Entry {
    /** Of the question, or of the asker for a ban. */
    String id();

    /** {@code joins} is the id of the question already waiting that asks the same. */
    record Asked(Question question, Optional<HoldReason> hold, Optional<String> joins) implements Entry {
        Asked(Question question) {
            this(question, Optional.empty(), Optional.empty());
        }

        @Override
        public String id() {
            return question.id();
        }
    }

    record Answered(String id, Answer answer, Instant at) implements Entry {}

    record Decided(String id, Decision decision, String by, Instant at) implements Entry {}

    /** Nothing of this asker is taken until then, or until it is lifted. */
    record Banned(String id, String name, String by, Instant at, Optional<Instant> until) implements Entry {}

    record Lifted(String id, String by, Instant at) implements Entry {}
}
