package koboshi.http;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.http.Intake.Parcel;
import koboshi.wire.InfluxLines;
import koboshi.wire.InfluxPrecision;
import koboshi.wire.WireError;

/** Where Telegraf and whatever else speaks InfluxDB's line protocol write to, by the API of its first version or its second. */
final class InfluxDoor {
    private static final List<String> FIRST = List.of("/write", "/influx/write");
    private static final List<String> SECOND = List.of("/api/v2/write", "/influx/api/v2/write");

    private static final int LARGEST_FORM = 16 << 10;

    private final Intake intake;
    private final Bodies bodies;
    private final InstantSource clock;

    InfluxDoor(Intake intake, Bodies bodies, InstantSource clock) {
        this.bodies = bodies;
        this.intake = intake;
        this.clock = clock;
    }

    List<Route> routes() {
        var writes = Stream.concat(FIRST.stream(), SECOND.stream()).map(path -> Route.change("POST", path, visit -> Reply.of(write(visit))));
        // Clients ask these before they write anything.
        var asked = Stream.of(Route.open("/ping", _ -> Reply.of(Answer.nothing())), Route.change("POST", "/query", this::query));
        return Stream.concat(writes, asked).toList();
    }

    /** There is one place for all, so that a database that is to be made is there already. */
    private Reply query(Visit visit) {
        var query = visit.query("q").or(() -> form(visit)).orElse("").strip().toUpperCase(Locale.ROOT);
        if (!query.startsWith("CREATE DATABASE")) {
            throw Refused.expected("InfluxQL is not spoken here but for CREATE DATABASE: ask in PromQL at /api/v1/query");
        }
        var answer = Json.object();
        answer.putArray("results").addObject().put("statement_id", 0);
        return Reply.of(Answer.json(200, answer));
    }

    /** Telegraf says it in a form. */
    private Optional<String> form(Visit visit) {
        return visit.header("Content-Type").filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                .flatMap(_ -> bodies.takeText(visit.request(), LARGEST_FORM, text -> Optional.ofNullable(Querying.form(text).getValue("q"))));
    }

    private Answer write(Visit visit) {
        var precision = visit.query("precision").orElse("ns");
        var counted = InfluxPrecision.parse(precision).orElseThrow(() -> bad("precision is " + precision + ": expected ns, us, ms or s", Map.of()));
        var database = visit.query("db").orElse("");
        if (database.length() > 200) {
            throw bad("expected a db of at most 200 characters", Map.of());
        }
        return intake.plain(visit, Way.INFLUX, parcel -> keep(parcel, counted, database));
    }

    private Answer keep(Parcel parcel, InfluxPrecision precision, String database) {
        var delivery = intake.delivery(parcel.sender());
        InfluxLines.Read read;
        try {
            read = InfluxLines.read(parcel.bytes(), parcel.bytes().length, precision, database, clock.millis(), delivery);
        } catch (WireError e) {
            throw Refused.expected(e.getMessage());
        }
        var written = intake.keep(Way.INFLUX, parcel.sender(), delivery).all();
        count(read);
        var dropped = Map.of("X-Koboshi-Texts-Dropped", Long.toString(read.texts()));
        if (!written.refused().isEmpty() && written.later()) {
            throw Intake.refused(written, "partial write: " + written.words(), dropped);
        }
        if (read.wrong() > 0) {
            throw bad(read.wrong() + " lines are wrong, the first: " + read.firstWrong() + "; of the other lines " + written.taken() + " samples were taken"
                    + (written.refused().isEmpty() ? "" : " and " + written.refusals() + " refused"), dropped);
        }
        if (!written.refused().isEmpty()) {
            throw Intake.refused(written, "partial write: " + written.words(), dropped);
        }
        var answer = Answer.nothing();
        answer.headers().putAll(dropped);
        return answer;
    }

    private void count(InfluxLines.Read read) {
        if (read.texts() > 0) {
            intake.tallies().refused(Way.INFLUX, "text", read.texts());
        }
        if (read.wrong() > 0) {
            intake.tallies().refused(Way.INFLUX, "line", read.wrong());
        }
    }

    private static Refused bad(String why, Map<String, String> headers) {
        return new Refused(400, why, headers);
    }
}
