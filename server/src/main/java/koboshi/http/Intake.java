package koboshi.http;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all ways in have in common: who sends, how much it may send, that few messages are at work at once, and what is counted. */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    static final int LARGEST = 16 << 20;
    private static final int MESSAGES_AT_ONCE = 4;
    private static final int MOST_WAITING = 200;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final House house;
    private final Bodies bodies;
    private final Senders senders;
    private final Tallies tallies = new Tallies();
    private final Described described = new Described();
    private final Turns<Unpacking> desks = new Turns<>(MESSAGES_AT_ONCE, Unpacking::new, MOST_WAITING, "nothing was taken");

    /** A message as it came, at a desk of its own until it is answered. */
    record Parcel(byte[] bytes, Unpacking desk, Sender sender) {}

    Intake(House house, Bodies bodies, Allowance allowance) {
        this.house = house;
        this.bodies = bodies;
        this.senders = new Senders(allowance, System::nanoTime);
    }

    Tallies tallies() {
        return tallies;
    }

    Described described() {
        return described;
    }

    /** Takes a message as it was sent, whatever encoding it has. */
    Answer packed(Visit visit, Way way, Function<Parcel, Answer> open) {
        return watched(visit, way, (sender, handed) -> bodies.takePacked(visit.request(), LARGEST, bytes -> handed.apply(bytes, open)));
    }

    /** Takes a message, unpacked if it came in gzip: at the desk, since those who wait for one must not take the room of what they are unpacked. */
    Answer plain(Visit visit, Way way, Function<Parcel, Answer> open) {
        return plain(visit, way, LARGEST, open);
    }

    /** @param limit of its bytes, also once unpacked */
    Answer plain(Visit visit, Way way, int limit, Function<Parcel, Answer> open) {
        Function<Parcel, Answer> unpacked = parcel -> open.apply(new Parcel(Bodies.plain(visit.request(), parcel.bytes(), limit), parcel.desk(), parcel.sender()));
        return watched(visit, way, (sender, handed) -> bodies.takePacked(visit.request(), limit, bytes -> handed.apply(bytes, unpacked)));
    }

    private interface Handed {
        Answer apply(byte[] bytes, Function<Parcel, Answer> open);
    }

    private interface Taking {
        Answer take(Sender sender, Handed handed);
    }

    private Answer watched(Visit visit, Way way, Taking taking) {
        try {
            var sender = senders.of(visit);
            sender.refuseWhileOwing(senders.nanos());
            var answer = taking.take(sender, (bytes, open) -> {
                sender.sent(0, visit.request().getLength() > 0 ? visit.request().getLength() : bytes.length, senders.nanos());
                return desks.take(LONGEST_WAIT, desk -> open.apply(new Parcel(bytes, desk, sender)));
            });
            tallies.request(way, answer.status());
            return answer;
        } catch (Refused e) {
            tallies.request(way, e.status());
            throw e;
        }
    }

    long nanos() {
        return senders.nanos();
    }

    /** For one message; what it holds is handed to it and kept by {@link #keep}. */
    Delivery delivery(Sender sender) {
        return new Delivery(house.archive(), sender, senders.nanos(), described);
    }

    /** @throws Refused with 503 when nothing can be kept now */
    Delivery.Kept keep(Way way, Sender sender, Delivery delivery) {
        try {
            sender.sent(delivery.samples(), 0, senders.nanos());
            var kept = delivery.commit();
            tallies.took(way, kept.all());
            return kept;
        } catch (IOException e) {
            throw unkept(e);
        }
    }

    static Refused unkept(IOException e) {
        LOG.error("samples cannot be kept: {}", e.getMessage());
        return new Refused(503, "the samples cannot be kept: " + e.getMessage() + "; try again later", Map.of("Retry-After", "5"));
    }

    /** What of a message was not taken, and whether sending it again helps. */
    static Refused refused(Archive.Written written, String words, Map<String, String> headers) {
        if (!written.later()) {
            return new Refused(400, words, headers);
        }
        var later = new HashMap<>(headers);
        later.put("Retry-After", "60");
        return new Refused(429, words, later);
    }
}
