package liveqa.phone.asking;

import java.time.Duration;

/** What live-qa says to a question, or that it says nothing. */
public sealed interface Reply {
    /** An answer with its source. */
    record Found(String answer, String document, String heading) implements Reply {}

    /** The documents do not say. */
    record NotFound() implements Reply {}

    /** live-qa tried and failed, or refused for a reason the caller cannot change. */
    record Failed(String why) implements Reply {}

    /** Accepted, not answered yet. */
    record Waiting() implements Reply {}

    /** A moderator looks at it first, which may take longer than a call. */
    record Held() implements Reply {}

    /** It will not be answered: a moderator passed over it, or took the answer back. */
    record Withdrawn() implements Reply {}

    /** Too many questions wait. */
    record Full(Duration tryAgainIn) implements Reply {}

    /** Longer than live-qa takes. */
    record TooLong() implements Reply {}

    /** Nobody answers at live-qa's address, or it cannot keep questions just now. */
    record Away(String why) implements Reply {}

    /** The word for it in metrics; waiting becomes "slow" when nobody waits any longer. */
    default String outcome() {
        return switch (this) {
            case Found _ -> "valid";
            case NotFound _ -> "none";
            case Failed _ -> "failed";
            case Waiting _ -> "slow";
            case Held _ -> "held";
            case Withdrawn _ -> "withdrawn";
            case Full _ -> "full";
            case TooLong _ -> "too_long";
            case Away _ -> "away";
        };
    }
}
