package koboshi.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.Optional;

/** Without TLS. */
record PlainWire(SocketChannel channel) implements Wire {
    @Override
    public Step agree() {
        return Step.DONE;
    }

    @Override
    public Step send(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        return bytes.hasRemaining() ? Step.WANTS_WRITING : Step.DONE;
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public boolean isEnded() {
        return false;
    }

    @Override
    public Optional<Instant> certifiedUntil() {
        return Optional.empty();
    }

    @Override
    public boolean hasAnotherWay() {
        return false;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
