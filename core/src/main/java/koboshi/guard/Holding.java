package koboshi.guard;

/** What a condition said when it was asked. Three answers, not two: not knowing is neither health nor silence. */
public sealed interface Holding {
    /** @param detail what was seen, in words */
    record Holds(String detail) implements Holding {}

    record Clear() implements Holding {}

    /** Never fires, never resolves, never acts. */
    record Unknown(String reason) implements Holding {}

    Holding CLEAR = new Clear();
}
