package liveqa.question;

import java.time.Instant;
import liveqa.answer.Answer;

/** Where a question stands. */
public sealed interface Standing {
    record Waiting(long turn) implements Standing {}

    record Answering(Instant since) implements Standing {}

    record Answered(Answer answer, Instant at) implements Standing {}
}
