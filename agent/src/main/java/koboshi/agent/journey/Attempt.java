package koboshi.agent.journey;

import java.util.Map;
import java.util.Optional;

/** One step being taken, once. */
sealed interface Attempt extends AutoCloseable permits Asking, Talking, Chatting, Resolving, Executing {
    /**
     * Blocks until it is known how the step went, or until somebody closes this.
     *
     * @throws IllegalArgumentException when the step itself cannot be taken as it is written
     * @throws Unready when our own side lacks something
     */
    Finding take();

    /** What is being waited for, as "no answer". */
    String waiting();

    /** Ends it, from any thread, also while it waits. */
    @Override
    void close();

    /**
     * How it went.
     *
     * @param trouble what was expected and what came instead
     * @param captured for later steps; empty where there was trouble
     */
    record Finding(Optional<String> trouble, Map<String, String> captured) {
        static final Finding NOTHING = kept(Map.of());

        static Finding trouble(String what) {
            return new Finding(Optional.of(what), Map.of());
        }

        static Finding kept(Map<String, String> captured) {
            return new Finding(Optional.empty(), captured);
        }
    }
}
