package koboshi.probe;

import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.concurrent.Executor;

/** What all exchanges stand on; for the thread that probes only, but for {@link #post}. */
interface Ground {
    /** Large enough for a record of TLS, unpacked. */
    int BUFFER = 32 << 10;

    Selector selector();

    Names names();

    Keyring keyring();

    /** For what is read at once and not kept. */
    ByteBuffer scratch();

    /** For arithmetic that would keep others waiting. */
    Executor workers();

    /** From any thread: has something done on the thread that probes. */
    void post(Runnable what);

    /** What we call ourselves. */
    String agent();

    /** @return whether there is room for so many more bytes of bodies; a negative number gives back */
    boolean hold(int bytes);
}
