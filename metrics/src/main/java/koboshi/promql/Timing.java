package koboshi.promql;

/** The modifiers of a selector: how far back it looks, and from which moment. */
public record Timing(Length offset, Anchor anchor) {
    static final Timing PLAIN = new Timing(null, null);

    /** The moment named after the @. */
    public sealed interface Anchor {
        record Moment(long millis) implements Anchor {}

        record Start() implements Anchor {}

        record End() implements Anchor {}
    }

    Length offsetOrNone() {
        return offset == null ? Length.NONE : offset;
    }
}
