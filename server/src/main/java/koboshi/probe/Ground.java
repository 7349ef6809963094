package koboshi.probe;

import java.nio.channels.Selector;
import java.util.concurrent.Executor;

/** What all exchanges stand on; for the thread that probes only, but for {@link #post} and {@link #scratch}. */
interface Ground {
    Selector selector();

    Names names();

    Keyring keyring();

    /** From any thread: its own, for what is read at once and not kept. */
    Scratch scratch();

    Chains chains();

    Stubborn stubborn();

    /** For arithmetic that would keep others waiting. */
    Executor workers();

    /** From any thread: has something done on the thread that probes. */
    void post(Runnable what);

    /** What we call ourselves. */
    String agent();

    /** @return whether there is room for so many more bytes of bodies; a negative number gives back */
    boolean hold(int bytes);
}
