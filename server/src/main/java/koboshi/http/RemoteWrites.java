package koboshi.http;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import koboshi.wire.Families;
import koboshi.wire.RemoteWrite;
import koboshi.wire.RemoteWrite2;
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
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String PROTO = "proto=";
    private static final String FIRST = "prometheus.writerequest";
    private static final String SECOND = "io.prometheus.write.v2.request";
    private static final String WRITTEN = "X-Prometheus-Remote-Write-%s-Written";
    private static final String WRITE = "/api/v1/write";
    private static final String FLUSH = "/api/series/flush";
    private static final String SNAPSHOT = "/api/series/snapshot/{name}";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final House house;
    private final Intake intake;

    RemoteWrites(House house, Intake intake) {
        this.house = house;
        this.intake = intake;
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
            throw Intake.unkept(e);
        }
    }

    private Answer flush() {
        try {
            house.archive().flush();
            return Answer.nothing();
        } catch (IOException e) {
            throw Intake.unkept(e);
        }
    }

    private Answer write(Visit visit) {
        boolean zstd = zstd(visit);
        var second = second(visit.header("Content-Type").orElse(PROTOBUF));
        var way = second ? Way.REMOTE_WRITE_2 : Way.REMOTE_WRITE;
        return intake.packed(visit, way, parcel -> written(second, zstd, parcel));
    }

    private static boolean zstd(Visit visit) {
        var encoding = visit.header("Content-Encoding").orElse("none").toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "snappy" -> false;
            case "zstd" -> true;
            default -> throw new Refused(415, "Content-Encoding is " + encoding + ": expected snappy or zstd");
        };
    }

    /** Whether it is a message of remote write 2.0; without a word about it, it is one of 1.0. */
    private static boolean second(String type) {
        var parts = type.toLowerCase(Locale.ROOT).split(";");
        var message = Stream.of(parts).skip(1).map(String::strip).filter(part -> part.startsWith("proto=")).findFirst();
        boolean second = message.filter((PROTO + SECOND)::equals).isPresent();
        boolean first = message.isEmpty() || message.get().equals(PROTO + FIRST);
        if (!parts[0].strip().equals(PROTOBUF) || !first && !second) {
            throw new Refused(415, "Content-Type is " + type + ": expected " + PROTOBUF + ", with proto=prometheus.WriteRequest or proto=io.prometheus.write.v2.Request");
        }
        return second;
    }

    private Answer written(boolean second, boolean zstd, Intake.Parcel parcel) {
        var delivery = intake.delivery(parcel.sender());
        try {
            var message = zstd ? parcel.desk().zstd(parcel.bytes()) : parcel.desk().snappy(parcel.bytes());
            if (!second) {
                RemoteWrite.read(message, parcel.desk().length(), delivery);
                return answer(intake.keep(Way.REMOTE_WRITE, parcel.sender(), delivery).all());
            }
            RemoteWrite2.read(message, parcel.desk().length(), delivery);
            var kept = intake.keep(Way.REMOTE_WRITE_2, parcel.sender(), delivery);
            describe(message, parcel.desk().length());
            return counted(kept);
        } catch (WireError e) {
            throw new Refused(400, "not a message of remote write " + (second ? "2.0" : "1.0") + ": " + e.getMessage() + "; nothing of it was taken",
                    second ? counts(0, 0) : Map.of());
        }
    }

    /** What a series is said to be is worth having, but no reason to lose its samples. */
    private void describe(byte[] message, int length) {
        if (intake.described().isDue(System.nanoTime())) {
            try {
                Families.ofRemoteWrite2(message, length).forEach(intake.described()::said);
            } catch (WireError unreadable) {
                LOG.debug("what a sender says of its series cannot be read: {}", unreadable.getMessage());
            }
        }
    }

    /** Senders of 2.0 believe no status alone: they hold these figures against what they sent. */
    private static Answer counted(Delivery.Kept kept) {
        var counts = counts(kept.numbers().taken(), kept.histograms().taken());
        var all = kept.all();
        if (!all.refused().isEmpty()) {
            throw Intake.refused(all, all.words(), counts);
        }
        var answer = Answer.nothing();
        answer.headers().putAll(counts);
        return answer;
    }

    private static Map<String, String> counts(long samples, long histograms) {
        return Map.of(WRITTEN.formatted("Samples"), Long.toString(samples), WRITTEN.formatted("Histograms"), Long.toString(histograms),
                WRITTEN.formatted("Exemplars"), "0");
    }

    private static Answer answer(Archive.Written written) {
        if (written.refused().isEmpty()) {
            return Answer.nothing();
        }
        throw Intake.refused(written, written.words(), Map.of());
    }
}
