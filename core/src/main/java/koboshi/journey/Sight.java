package koboshi.journey;

/** What one vantage has to say of a journey now. */
public sealed interface Sight {
    record Said(Pulse pulse) implements Sight {}

    /** It says nothing, so that it may be either way. */
    record Silent(String why) implements Sight {}

    /** It speaks, but of itself rather than of the service: it does not count. */
    record LeftOut(String why) implements Sight {}
}
