package liveqa.question;

import java.time.Instant;
import liveqa.answer.Answer;

/** Where a question stands. */
public sealed interface Standing {
    record Waiting(long turn) implements Standing {}

    /** Not in the line: a moderator decides. */
    record Held(HoldReason why, Instant since) implements Standing {}

    record Answering(Instant since) implements Standing {}

    record Answered(Answer answer, Instant at) implements Standing {}

    record Withdrawn(Withdrawal why, Instant at) implements Standing {}
}
