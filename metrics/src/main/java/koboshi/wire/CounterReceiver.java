package koboshi.wire;

/** Takes also what is known of where counters began. */
public interface CounterReceiver extends WriteReceiver {
    /** The counter of the series being told of was made then, and so stood at zero; worth keeping only where nothing else is known of that moment. */
    void beginning(long millis);
}
