package liveqa.question;

/** What became of a decision. */
public sealed interface Ruling {
    /** It is on the disk and in force. */
    record Done(Ticket ticket) implements Ruling {}

    /** The question has changed since the decider saw it. */
    record Stale(Ticket ticket) implements Ruling {}

    /** It makes no sense where the question stands. */
    record Impossible(String why) implements Ruling {}

    record Unknown(String id) implements Ruling {}

    /** The disk refused it: nothing changed. */
    record NotKept(String why) implements Ruling {}
}
