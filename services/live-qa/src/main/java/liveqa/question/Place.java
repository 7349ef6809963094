package liveqa.question;

import java.time.Duration;

/** How many are to be answered up to and including this question (0: its turn has come), and the wait that means. */
public record Place(int place, Duration expectedWait) {
    static final Place NONE = new Place(0, Duration.ZERO);
}
