package koboshi.probe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLPeerUnverifiedException;

/** With TLS. An agreement is a matter of arithmetic, and belongs beside the thread that probes, or everybody else's moment would pass meanwhile. */
final class SecureWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final Supplier<Scratch> scratch;
    private final Chains chains;
    /** While a thread is at it: its room, with what came and was not unpacked yet. */
    private ByteBuffer incoming = NOTHING;
    /** In between: what came and is no whole record yet. */
    private ByteBuffer left = NOTHING;
    private ByteBuffer unsent = NOTHING;
    private Optional<Instant> certifiedUntil = Optional.empty();
    private boolean begun;
    private boolean ended;
    private boolean closed;

    /** @param scratch of the thread that asks for it */
    SecureWire(SocketChannel channel, SSLEngine engine, Supplier<Scratch> scratch, Chains chains) {
        this.channel = channel;
        this.engine = engine;
        this.scratch = scratch;
        this.chains = chains;
    }

    @Override
    public Step agree() throws IOException {
        if (!begun) {
            begun = true;
            engine.beginHandshake();
        }
        takeUp();
        try {
            return agreed();
        } finally {
            putDown();
        }
    }

    private Step agreed() throws IOException {
        while (true) {
            if (!flushed()) {
                return Step.WANTS_WRITING;
            }
            switch (engine.getHandshakeStatus()) {
                case NOT_HANDSHAKING, FINISHED -> {
                    return done();
                }
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_TASK -> work();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrapped(scratch.get().plain().clear()) && waits() && !filled()) {
                        return Step.WANTS_READING;
                    }
                }
            }
        }
    }

    /** The last word may be taken in by a call that says it took nothing. */
    private boolean waits() {
        var status = engine.getHandshakeStatus();
        return status == HandshakeStatus.NEED_UNWRAP || status == HandshakeStatus.NEED_UNWRAP_AGAIN;
    }

    /** One that was ended by the other side has nothing left to do either. */
    private Step done() throws IOException {
        if (ended) {
            throw new EOFException();
        }
        certifiedUntil = shown();
        return Step.DONE;
    }

    private void takeUp() {
        incoming = scratch.get().incoming().clear().put(left);
    }

    private void putDown() {
        left = kept(incoming.flip());
        incoming = NOTHING;
    }

    private static ByteBuffer kept(ByteBuffer bytes) {
        return bytes.hasRemaining() ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip() : NOTHING;
    }

    private void work() {
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private boolean flushed() throws IOException {
        if (unsent.hasRemaining()) {
            channel.write(unsent);
        }
        return !unsent.hasRemaining();
    }

    private void wrap(ByteBuffer bytes) throws IOException {
        var outgoing = scratch.get().outgoing().clear();
        var result = engine.wrap(bytes, outgoing);
        outgoing.flip();
        if (!outgoing.hasRemaining() && (result.getStatus() != Status.OK || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP)) {
            throw new EOFException();
        }
        channel.write(outgoing);
        unsent = kept(outgoing);
    }

    /** @return whether it got on; otherwise more bytes are needed */
    private boolean unwrapped(ByteBuffer into) throws IOException {
        incoming.flip();
        var result = engine.unwrap(incoming, into);
        incoming.compact();
        return switch (result.getStatus()) {
            case OK -> gotOn(result.bytesConsumed() + result.bytesProduced() > 0, result.getHandshakeStatus());
            case CLOSED -> ended = true;
            case BUFFER_UNDERFLOW -> false;
            case BUFFER_OVERFLOW -> throw new IOException("a record of TLS is larger than may be");
        };
    }

    private static boolean gotOn(boolean moved, HandshakeStatus status) throws IOException {
        // Without this, one that wants to agree anew in the middle would be asked again and again.
        if (!moved && status == HandshakeStatus.NOT_HANDSHAKING) {
            throw new IOException("it wants to agree on TLS anew");
        }
        return moved || status != HandshakeStatus.NEED_UNWRAP;
    }

    /** @return whether anything came */
    private boolean filled() throws IOException {
        if (!incoming.hasRemaining()) {
            throw new IOException("a record of TLS is larger than may be");
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
        takeUp();
        try {
            unwrapAll(into);
        } catch (EOFException _) {
            ended = true;
        } finally {
            putDown();
        }
        int received = into.position() - before;
        return received == 0 && ended ? -1 : received;
    }

    /** Reads once, and leaves no whole record behind, of which no selector would tell. */
    private void unwrapAll(ByteBuffer into) throws IOException {
        boolean asked = false;
        while (!ended) {
            if (unwrapped(into)) {
                work();
            } else if (asked || !filled()) {
                return;
            } else {
                asked = true;
            }
        }
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public Optional<Instant> certifiedUntil() {
        return certifiedUntil;
    }

    private Optional<Instant> shown() throws IOException {
        try {
            return Optional.of(chains.end(engine.getSession().getPeerCertificates()));
        } catch (SSLPeerUnverifiedException _) {
            // None was shown, or the one that was is not believed.
            return Optional.empty();
        } catch (CertificateEncodingException e) {
            throw new IOException("its certificate cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean hasAnotherWay() {
        return NativeTls.made(engine);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeTls.release(engine);
        }
    }
}
