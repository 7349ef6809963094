package koboshi.http;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import koboshi.wire.Packed;
import koboshi.wire.RemoteWrite;
import koboshi.wire.WireError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Prometheus and whatever speaks like it write to.
 *
 * <p>Its senders drop what is answered with 4xx and send the rest again, so 4xx is said only where sending again cannot help, but for 429.
 */
final class RemoteWrites {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWrites.class);
    private static final int LARGEST = 16 << 20;
    private static final int MESSAGES_AT_ONCE = 4;
    private static final int MOST_WAITING = 200;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final String WRITE = "/api/v1/write";
    private static final String FLUSH = "/api/series/flush";
    private static final String SNAPSHOT = "/api/series/snapshot/{name}";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final House house;
    private final Bodies bodies;
    private final Turns<Desk> desks = new Turns<>(MESSAGES_AT_ONCE, Desk::new, MOST_WAITING);

    RemoteWrites(House house, Bodies bodies) {
        this.house = house;
        this.bodies = bodies;
    }

    List<Route> routes() {
        return List.of(
                Route.change("POST", WRITE, visit -> Reply.of(write(visit))),
                Route.change("POST", FLUSH, _ -> Reply.of(flush())),
                Route.change("POST", SNAPSHOT, visit -> Reply.of(snapshot(visit.place()))));
    }

    private Answer snapshot(String name) {
        if (!PLAIN.matcher(name).matches()) {
            throw Refused.expected("the name of a copy is letters, digits, dots, dashes and underscores, and begins with a letter or digit: not " + name);
        }
        try {
            return Answer.json(200, Json.object().put("folder", house.archive().snapshot(name).toString()));
        } catch (FileAlreadyExistsException e) {
            throw new Refused(409, "there is a copy " + e.getMessage() + " already", Map.of());
        } catch (IOException e) {
            throw unkept(e);
        }
    }

    private Answer flush() {
        try {
            house.archive().flush();
            return Answer.nothing();
        } catch (IOException e) {
            throw unkept(e);
        }
    }

    private static Refused unkept(IOException e) {
        LOG.error("samples cannot be kept: {}", e.getMessage());
        return new Refused(503, "the samples cannot be kept: " + e.getMessage() + "; try again later", Map.of("Retry-After", "5"));
    }

    private Answer write(Visit visit) {
        refuseOtherThanSnappy(visit);
        return bodies.takePacked(visit.request(), LARGEST, packed -> desks.take(LONGEST_WAIT, desk -> answer(desk, packed)));
    }

    private static void refuseOtherThanSnappy(Visit visit) {
        var encoding = visit.header("Content-Encoding").orElse("none");
        if (!encoding.equalsIgnoreCase("snappy")) {
            throw new Refused(415, "Content-Encoding is " + encoding + ": expected snappy");
        }
        var type = visit.header("Content-Type").orElse("application/x-protobuf").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/x-protobuf") || type.contains("proto=io.prometheus.write.v2")) {
            throw new Refused(415, "Content-Type is " + type + ": expected application/x-protobuf, a message of remote write 1.0");
        }
    }

    private Answer answer(Desk desk, byte[] packed) {
        try {
            return answer(desk.read(packed, house.archive().begin()).commit());
        } catch (WireError e) {
            throw Refused.expected("not a message of remote write 1.0: " + e.getMessage() + "; nothing of it was taken");
        } catch (IOException e) {
            throw unkept(e);
        }
    }

    private static Answer answer(Archive.Written written) {
        if (written.refused().isEmpty()) {
            return Answer.nothing();
        }
        if (written.later()) {
            throw new Refused(429, written.words(), Map.of("Retry-After", "60"));
        }
        throw Refused.expected(written.words());
    }

    /** Room to unpack a message in, used again and again. */
    private static final class Desk {
        private static final int USUAL = 1 << 20;

        private byte[] room = new byte[USUAL / 4];

        Archive.Writing read(byte[] packed, Archive.Writing writing) {
            int length = Packed.length(packed, packed.length);
            if (length > LARGEST) {
                throw Bodies.tooLarge(LARGEST);
            }
            // A large message is rare; its room is not kept for the next.
            var unpacked = length > USUAL ? new byte[length] : grown(length);
            Packed.unpack(packed, packed.length, unpacked);
            RemoteWrite.read(unpacked, length, writing);
            return writing;
        }

        private byte[] grown(int length) {
            if (length > room.length) {
                room = new byte[Math.min(USUAL, length * 2)];
            }
            return room;
        }
    }
}
