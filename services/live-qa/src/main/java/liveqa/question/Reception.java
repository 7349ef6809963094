package liveqa.question;

import java.time.Duration;

/** What the desk says to someone who asks. */
public sealed interface Reception {
    /** The question is on the disk and will be answered; also said when it was here already. */
    record Accepted(Ticket ticket, Place place) implements Reception {}

    /** The queue is at its bound. */
    record Full(Duration tryAgainIn) implements Reception {}

    /** Nothing more of this asker is taken in this stream. */
    record Barred() implements Reception {}

    /** Another question has that id. */
    record IdTaken(String id) implements Reception {}

    /** The disk refused it; nothing was accepted. */
    record NotKept(String why) implements Reception {}
}
