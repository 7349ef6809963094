package koboshi.journey;

/** What makes a suspicion a fall. */
public enum Confirm {
    /** Fresh runs at once. */
    BURST,
    /** The next run at its usual time, for journeys of which several at once are too dear. */
    NEXT_RUN
}
