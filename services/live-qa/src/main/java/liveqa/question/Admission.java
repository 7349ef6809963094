package liveqa.question;

import java.time.Duration;

/** What the ledger says to somebody at the door. */
sealed interface Admission {
    /** The id has been here before. */
    record Known(Ticket ticket) implements Admission {}

    /** Room is kept; the entry is to be written. */
    record Fresh(Entry.Asked entry) implements Admission {}

    record Full(Duration roomAfter) implements Admission {}

    record Barred() implements Admission {}
}
