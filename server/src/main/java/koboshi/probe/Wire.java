package koboshi.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** A connection that is open, with or without TLS; nothing here waits. */
sealed interface Wire permits PlainWire, SecureWire {
    /** How far something got. */
    enum Step {
        DONE,
        /** To be tried again when something can be read. */
        WANTS_READING,
        /** To be tried again when something can be written. */
        WANTS_WRITING
    }

    /** Agrees with the other side on how to speak, as far as it goes now. The only thing here that another thread than that which probes may do, while that leaves it alone. */
    Step agree() throws IOException;

    /** Sends as much as goes now. */
    Step send(ByteBuffer bytes) throws IOException;

    /** @return how many bytes came; -1 when no more will */
    int receive(ByteBuffer into) throws IOException;

    /** Whether no more will come, of which no selector may tell. */
    boolean isEnded();

    /** The earliest end of the certificates that were shown. */
    Optional<Instant> certifiedUntil();

    /** Whether there is another way that may come to an agreement where this one came to none. */
    boolean hasAnotherWay();

    /** Gives back what it holds; the connection is somebody else's. */
    void close();
}
