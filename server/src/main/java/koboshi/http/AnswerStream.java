package koboshi.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/** An answer on its way out: one that comes in one piece goes out in one, with its length. Writing waits until the reader took it. */
final class AnswerStream extends OutputStream {
    private final Response response;
    private byte[] held = {};

    AnswerStream(Response response) {
        this.response = response;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (held.length > 0) {
            Content.Sink.write(response, false, ByteBuffer.wrap(held));
        }
        held = Arrays.copyOfRange(bytes, from, from + length);
    }

    @Override
    public void close() throws IOException {
        Content.Sink.write(response, true, ByteBuffer.wrap(held));
    }
}
