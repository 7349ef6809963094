package liveqa.phone.sip;

import java.util.function.Consumer;

/**
 * Hears the caller: the place for a recogniser of speech, of which none is bundled.
 *
 * <p>It is given every 20 ms of the caller's sound, in order, on the thread that receives it, and must return at once; what
 * it recognised it hands to the consumer it was made with, at any time and from any thread, and the call goes on as if a
 * provider had written the words down.
 */
public interface Ear extends AutoCloseable {
    /** @param samples 8000 a second, 16 bit; the array is not used again */
    void hear(short[] samples);

    /** The call has ended. */
    @Override
    void close();

    /** Makes an ear for one call. */
    interface Maker {
        /** For lines that know keys only. */
        Maker DEAF = _ -> new Deaf();

        Ear listenFor(Consumer<String> recognised);
    }

    /** Hears nothing. */
    record Deaf() implements Ear {
        @Override
        public void hear(short[] samples) {}

        @Override
        public void close() {}
    }
}
