package koboshi.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import koboshi.agent.journey.Answer;

/**
 * Reads one answer of HTTP/1 as its bytes come, never more than its bounds.
 *
 * <p>Pure: whatever bytes come, and however they are cut, it ends, is not done yet, or says what is wrong.
 */
final class AnswerReader {
    static final int LARGEST_HEAD = 32 << 10;
    private static final int LARGEST_CHUNK_LINE = 1 << 10;
    private static final String NO_CHUNKS = "its answer is not cut into chunks as HTTP has it";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( .*)?");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final Pattern CHUNK = Pattern.compile("\\s*([0-9a-fA-F]{1,15})\\s*(;.*)?");

    private enum Stage {
        STATUS,
        HEADERS,
        SIZED,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        DONE
    }

    private final long most;
    private final int kept;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Stage stage = Stage.STATUS;
    private byte[] line = new byte[256];
    private int lineSize;
    private int headSize;
    private int status;
    private long left;
    private long received;
    private byte[] body = new byte[0];
    private int bodySize;

    /**
     * @param most bytes of the body
     * @param kept of which so many are kept, the first ones
     */
    AnswerReader(long most, int kept) {
        this.most = most;
        this.kept = kept;
    }

    /** @return whether the answer is whole; what lies behind it is left */
    boolean take(ByteBuffer bytes) throws ProbeFailure {
        while (bytes.hasRemaining() && stage != Stage.DONE) {
            switch (stage) {
                case SIZED, CHUNK, UNTIL_CLOSE -> body(bytes);
                case STATUS, HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS -> {
                    if (line(bytes)) {
                        read(new String(line, 0, lineSize, StandardCharsets.ISO_8859_1));
                        lineSize = 0;
                    }
                }
                case DONE -> throw new IllegalStateException("nothing is read after the end");
            }
        }
        return stage == Stage.DONE;
    }

    /** The other side says no more. */
    void closed() throws ProbeFailure {
        if (stage != Stage.UNTIL_CLOSE && stage != Stage.DONE) {
            throw new ProbeFailure(headSize == 0 ? "it closed the connection without an answer" : "it closed the connection before its answer had ended");
        }
        stage = Stage.DONE;
    }

    /** Whether anything came at all. */
    boolean begun() {
        return headSize > 0;
    }

    /** 0 until it is known. */
    int status() {
        return status;
    }

    /** Bytes held. */
    int held() {
        return body.length;
    }

    Answer answer() {
        return new Answer(status, headers, Arrays.copyOf(body, bodySize));
    }

    /** @return whether a line is whole; it is without its end then */
    private boolean line(ByteBuffer bytes) throws ProbeFailure {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            refuseTooMuchHead();
            if (next == '\n') {
                lineSize -= lineSize > 0 && line[lineSize - 1] == '\r' ? 1 : 0;
                return true;
            }
            line = lineSize == line.length ? Arrays.copyOf(line, lineSize * 2) : line;
            line[lineSize++] = next;
        }
        return false;
    }

    private void refuseTooMuchHead() throws ProbeFailure {
        if (stage == Stage.CHUNK_SIZE || stage == Stage.CHUNK_END) {
            if (lineSize > LARGEST_CHUNK_LINE) {
                throw new ProbeFailure(NO_CHUNKS);
            }
        } else if (++headSize > LARGEST_HEAD) {
            throw new ProbeFailure("the head of its answer is larger than " + LARGEST_HEAD + " bytes");
        }
    }

    private void read(String text) throws ProbeFailure {
        switch (stage) {
            case STATUS -> status(text);
            case HEADERS -> header(text);
            case CHUNK_SIZE -> chunk(text);
            case CHUNK_END -> chunkEnd(text);
            case TRAILERS -> stage = text.isEmpty() ? Stage.DONE : Stage.TRAILERS;
            case SIZED, CHUNK, UNTIL_CLOSE, DONE -> throw new IllegalStateException("no line is expected here");
        }
    }

    private void status(String text) throws ProbeFailure {
        var match = STATUS.matcher(text);
        if (!match.matches()) {
            throw new ProbeFailure("it does not answer as HTTP/1 does: " + shown(text));
        }
        status = Integer.parseInt(match.group(1));
        stage = Stage.HEADERS;
    }

    /** Lines that go on with the one before are of another age, and say nothing we ask for. */
    private void header(String text) throws ProbeFailure {
        if (text.isEmpty()) {
            headEnded();
        } else if (text.charAt(0) != ' ' && text.charAt(0) != '\t') {
            int colon = text.indexOf(':');
            if (colon <= 0) {
                throw new ProbeFailure("the head of its answer has a line without a name: " + shown(text));
            }
            keep(text.substring(0, colon), text.substring(colon + 1).strip());
        }
    }

    private void keep(String name, String value) throws ProbeFailure {
        var before = headers.putIfAbsent(name, value);
        if (before != null && name.equalsIgnoreCase("Content-Length") && !before.equals(value)) {
            throw new ProbeFailure("it names two lengths of one answer: " + shown(before) + " and " + shown(value));
        }
    }

    private void headEnded() throws ProbeFailure {
        var coding = headers.get("Transfer-Encoding");
        var length = headers.get("Content-Length");
        if (status < 200 && status != 101) {
            headers.clear();
            stage = Stage.STATUS;
        } else if (status == 101 || status == 204 || status == 304) {
            stage = Stage.DONE;
        } else if (coding != null) {
            coded(coding);
        } else if (length != null) {
            sized(length);
        } else {
            stage = Stage.UNTIL_CLOSE;
        }
    }

    private void coded(String coding) throws ProbeFailure {
        if (!coding.equalsIgnoreCase("chunked")) {
            throw new ProbeFailure("its answer is sent as " + shown(coding) + "; expected chunked");
        }
        stage = Stage.CHUNK_SIZE;
    }

    private void sized(String length) throws ProbeFailure {
        if (!LENGTH.matcher(length).matches()) {
            throw new ProbeFailure("its answer has the length " + shown(length));
        }
        left = Long.parseLong(length);
        stage = left == 0 ? Stage.DONE : Stage.SIZED;
        refuseTooLarge(left);
    }

    private void chunk(String text) throws ProbeFailure {
        var match = CHUNK.matcher(text);
        if (!match.matches()) {
            throw new ProbeFailure(NO_CHUNKS);
        }
        left = Long.parseLong(match.group(1), 16);
        refuseTooLarge(left);
        stage = left == 0 ? Stage.TRAILERS : Stage.CHUNK;
    }

    private void chunkEnd(String text) throws ProbeFailure {
        if (!text.isEmpty()) {
            throw new ProbeFailure(NO_CHUNKS);
        }
        stage = Stage.CHUNK_SIZE;
    }

    private void body(ByteBuffer bytes) throws ProbeFailure {
        int length = stage == Stage.UNTIL_CLOSE ? bytes.remaining() : (int) Math.min(left, bytes.remaining());
        refuseTooLarge(length);
        keep(bytes, length);
        received += length;
        left -= length;
        if (stage != Stage.UNTIL_CLOSE && left == 0) {
            stage = stage == Stage.SIZED ? Stage.DONE : Stage.CHUNK_END;
        }
    }

    private void keep(ByteBuffer bytes, int length) {
        int taken = Math.min(length, kept - bodySize);
        if (bodySize + taken > body.length) {
            body = Arrays.copyOf(body, Math.min(kept, Math.max(bodySize + taken, body.length * 2)));
        }
        bytes.get(body, bodySize, taken);
        bodySize += taken;
        bytes.position(bytes.position() + length - taken);
    }

    private void refuseTooLarge(long more) throws ProbeFailure {
        if (received + more > most) {
            throw new ProbeFailure("its answer is larger than body_size_limit (" + most + " bytes)");
        }
    }

    private static String shown(String text) {
        var start = text.length() <= 60 ? text : text.substring(0, 60) + "...";
        return "\"" + start.replaceAll("[^ -~]", "?") + "\"";
    }
}
