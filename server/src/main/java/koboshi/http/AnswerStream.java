package koboshi.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/**
 * An answer on its way out: one that comes in one piece goes out in one, with its length. Writing waits until the reader took it.
 *
 * <p>A reader that takes gzip gets it for all that does not fit into a packet anyway.
 */
final class AnswerStream extends OutputStream {
    private static final int WORTH_PACKING = 1_400;
    private static final int PIECE = 32 * 1024;

    private final Response response;
    private final boolean packs;
    private GZIPOutputStream packing;
    private byte[] held = {};

    private AnswerStream(Response response, boolean packs) {
        this.response = response;
        this.packs = packs;
    }

    AnswerStream(Response response) {
        this(response, false);
    }

    static AnswerStream packed(Response response) {
        response.getHeaders().put("Vary", "Accept-Encoding");
        var accepted = response.getRequest().getHeaders().getQualityCSV("Accept-Encoding");
        return new AnswerStream(response, accepted.contains("gzip") || accepted.contains("*"));
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (packing != null) {
            packing.write(bytes, from, length);
            return;
        }
        if (packs && held.length + length > WORTH_PACKING) {
            pack();
            packing.write(bytes, from, length);
            return;
        }
        send(bytes, from, length);
    }

    /** What is held goes through it first. */
    private void pack() throws IOException {
        response.getHeaders().put("Content-Encoding", "gzip");
        var before = held;
        held = new byte[0];
        packing = new Fast(new Piecewise());
        packing.write(before);
    }

    private void send(byte[] bytes, int from, int length) throws IOException {
        if (packs) {
            held = Arrays.copyOf(held, held.length + length);
            System.arraycopy(bytes, from, held, held.length - length, length);
            return;
        }
        hold(bytes, from, length);
    }

    private void hold(byte[] bytes, int from, int length) throws IOException {
        if (held.length > 0) {
            Content.Sink.write(response, false, ByteBuffer.wrap(held));
        }
        held = Arrays.copyOfRange(bytes, from, from + length);
    }

    @Override
    public void close() throws IOException {
        if (packing != null) {
            packing.close();
        }
        Content.Sink.write(response, true, ByteBuffer.wrap(held));
    }

    /** Speed counts for more than the last tenth. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, PIECE);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** What comes out packed, held back by one piece as ever. */
    private final class Piecewise extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            hold(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            hold(bytes, from, length);
        }
    }
}
