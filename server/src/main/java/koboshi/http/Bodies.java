package koboshi.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.server.Request;

/**
 * Takes in what people send: so much, in so long a time, and never more than the house can hold for all of them together.
 */
final class Bodies {
    private static final long TOGETHER = 64L << 20;

    private final Duration within;
    private final String busy;
    private final AtomicLong held = new AtomicLong();

    Bodies(Duration within) {
        this(within, "nothing was taken");
    }

    /** @param busy what is told while too much is held */
    Bodies(Duration within, String busy) {
        this.within = within;
        this.busy = busy;
    }

    /** @param use what is done with the bytes while they count as held */
    <T> T take(Request request, int limit, Function<byte[], T> use) {
        return takePacked(request, limit, bytes -> use.apply(plain(request, bytes, limit)));
    }

    /** As it was sent, whatever encoding it has. */
    <T> T takePacked(Request request, int limit, Function<byte[], T> use) {
        refuseByLength(request, limit);
        var reading = new Reading(request, limit, within, this::hold);
        try {
            return use.apply(reading.all());
        } finally {
            held.addAndGet(-reading.taken());
        }
    }

    <T> T takeText(Request request, int limit, Function<String, T> use) {
        return take(request, limit, bytes -> use.apply(utf8(bytes)));
    }

    private void hold(int bytes) {
        if (held.addAndGet(bytes) > TOGETHER) {
            throw Refused.busy(busy, Duration.ofSeconds(1));
        }
    }

    private static void refuseByLength(Request request, int limit) {
        if (request.getLength() > limit) {
            throw tooLarge(limit);
        }
    }

    static Refused tooLarge(int limit) {
        return new Refused(413, "too large: expected at most " + limit + " bytes, also once unpacked", Visit.CLOSE);
    }

    /** Unpacked if it came in gzip. */
    static byte[] plain(Request request, byte[] bytes, int limit) {
        var encoding = Visit.header(request, "Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "identity" -> bytes;
            case "gzip", "x-gzip" -> unzip(bytes, limit);
            default -> throw new Refused(415, "unknown Content-Encoding " + encoding + ": expected gzip or none");
        };
    }

    private static byte[] unzip(byte[] bytes, int limit) {
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            var plain = unzipped.readNBytes(limit + 1);
            if (plain.length > limit) {
                throw tooLarge(limit);
            }
            return plain;
        } catch (IOException e) {
            throw Refused.expected("not gzip, though Content-Encoding says so: " + e.getMessage());
        }
    }

    static String utf8(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(in)
                    .toString();
        } catch (CharacterCodingException _) {
            throw Refused.expected("line " + lineOf(bytes, in.position()) + ": not UTF-8 at byte " + (in.position() + 1));
        }
    }

    private static int lineOf(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
