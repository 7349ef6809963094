package koboshi.probe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLPeerUnverifiedException;

/** With TLS. Its arithmetic is done beside the thread that probes, or everybody else's moment would pass meanwhile. */
final class SecureWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final Consumer<Runnable> beside;
    private final ByteBuffer scratch;
    private ByteBuffer incoming;
    private ByteBuffer outgoing;
    private boolean begun;
    private boolean ended;

    /**
     * @param beside runs work, and has {@link #agree} called again when it is done
     * @param scratch takes what comes before an agreement, and is for all
     */
    SecureWire(SocketChannel channel, SSLEngine engine, Consumer<Runnable> beside, ByteBuffer scratch) {
        this.channel = channel;
        this.engine = engine;
        this.beside = beside;
        this.scratch = scratch;
        incoming = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        outgoing = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
    }

    @Override
    public Step agree() throws IOException {
        if (!begun) {
            begun = true;
            engine.beginHandshake();
        }
        while (true) {
            if (!flushed()) {
                return Step.WANTS_WRITING;
            }
            switch (engine.getHandshakeStatus()) {
                case NOT_HANDSHAKING, FINISHED -> {
                    return Step.DONE;
                }
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_TASK -> {
                    beside.accept(this::work);
                    return Step.WORKS;
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrapped(scratch.clear())) {
                        return Step.WANTS_READING;
                    }
                }
            }
        }
    }

    private void work() {
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private boolean flushed() throws IOException {
        if (outgoing.hasRemaining()) {
            channel.write(outgoing);
        }
        return !outgoing.hasRemaining();
    }

    private void wrap(ByteBuffer bytes) throws IOException {
        outgoing.clear();
        var result = engine.wrap(bytes, outgoing);
        outgoing.flip();
        if (result.getStatus() != Status.OK && !outgoing.hasRemaining()) {
            throw new EOFException();
        }
    }

    /** @return whether a record was taken in; otherwise more bytes are needed */
    private boolean unwrapped(ByteBuffer into) throws IOException {
        while (true) {
            incoming.flip();
            var result = engine.unwrap(incoming, into);
            incoming.compact();
            switch (result.getStatus()) {
                case OK -> {
                    // Without this, one that wants to agree anew in the middle would be asked again and again.
                    if (result.bytesConsumed() + result.bytesProduced() == 0) {
                        throw new IOException("it wants to agree on TLS anew");
                    }
                    return true;
                }
                case CLOSED -> {
                    ended = true;
                    return true;
                }
                case BUFFER_UNDERFLOW -> {
                    if (!filled()) {
                        return false;
                    }
                }
                case BUFFER_OVERFLOW -> throw new IOException("a record of TLS is larger than may be");
            }
        }
    }

    /** @return whether anything came */
    private boolean filled() throws IOException {
        if (!incoming.hasRemaining()) {
            incoming = ByteBuffer.allocate(Math.max(incoming.capacity() * 2, engine.getSession().getPacketBufferSize())).put(incoming.flip());
        }
        int read = channel.read(incoming);
        if (read < 0) {
            throw new EOFException();
        }
        return read > 0;
    }

    @Override
    public Step send(ByteBuffer bytes) throws IOException {
        while (flushed()) {
            if (!bytes.hasRemaining()) {
                return Step.DONE;
            }
            wrap(bytes);
        }
        return Step.WANTS_WRITING;
    }

    /** A connection that is cut without a word counts as ended: whether the answer was whole is judged by its own length. */
    @Override
    public int receive(ByteBuffer into) throws IOException {
        int before = into.position();
        try {
            while (!ended && into.remaining() >= engine.getSession().getApplicationBufferSize() && unwrapped(into)) {
                work();
            }
        } catch (EOFException _) {
            ended = true;
        }
        int received = into.position() - before;
        return received == 0 && ended ? -1 : received;
    }

    @Override
    public Optional<Instant> certifiedUntil() {
        try {
            return Arrays.stream(engine.getSession().getPeerCertificates()).map(SecureWire::ends).min(Instant::compareTo);
        } catch (SSLPeerUnverifiedException _) {
            // None was shown, or the one that was is not believed.
            return Optional.empty();
        }
    }

    private static Instant ends(Certificate certificate) {
        return certificate instanceof X509Certificate known ? known.getNotAfter().toInstant() : Instant.MAX;
    }
}
