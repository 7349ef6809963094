package koboshi.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.http.Intake.Parcel;
import koboshi.integration.otlp.OtlpJson;
import koboshi.log.LogLine;
import koboshi.log.LogStore;
import koboshi.log.Question;
import koboshi.wire.OtlpLogs;
import koboshi.wire.WireError;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Where log shippers, OpenTelemetry and our own agents bring lines, and where one asks for them. */
final class LogDoor {
    private static final int MOST_LINES = 50_000;
    private static final int USUAL_LIMIT = 200;
    private static final int AT_ONCE = 2;
    private static final int WAITING = 20;
    private static final List<String> OTLP = List.of("/v1/logs", "/otlp/v1/logs", "/api/v1/otlp/v1/logs", "/opentelemetry/v1/logs");

    private final House house;
    private final Intake intake;
    private final InstantSource clock;
    private final Turns<Object> searches = new Turns<>(AT_ONCE, Object::new, WAITING, "too many searches wait already");

    LogDoor(House house, Intake intake, InstantSource clock) {
        this.house = house;
        this.intake = intake;
        this.clock = clock;
    }

    List<Route> routes() {
        var doors = Stream.of(
                Route.change("POST", "/api/logs", visit -> Reply.of(take(visit))),
                Route.look("/api/logs", visit -> Reply.of(find(visit))),
                Route.agent("POST", "/agent/logs", visit -> Reply.of(fromAgent(visit))));
        var exports = OTLP.stream().map(path -> Route.change("POST", path, visit -> Reply.of(export(visit))));
        return Stream.concat(doors, exports).toList();
    }

    private Answer fromAgent(Visit visit) {
        AgentSide.known(visit, house);
        return take(visit);
    }

    private Answer take(Visit visit) {
        var service = visit.query("service").or(() -> visit.header("X-Koboshi-Service"));
        service.ifPresent(name -> LogRecord.named(Optional.of(name)));
        return intake.plain(visit, Way.LOGS, parcel -> answer(keep(parcel, records(parcel.bytes(), service))));
    }

    /** An array of objects, or objects one behind the other, on lines of their own or not. */
    private List<LogLine> records(byte[] body, Optional<String> service) {
        var lines = new ArrayList<LogLine>();
        long now = clock.millis();
        try (var records = Json.records(body)) {
            while (records.hasNext()) {
                refuseAnother(lines);
                lines.add(record(records.next(), service, now, lines.size() + 1));
            }
        } catch (JacksonException e) {
            throw Refused.expected("record " + (lines.size() + 1) + " is no JSON: " + place(e) + e.getOriginalMessage() + "; nothing was taken");
        }
        return lines;
    }

    private static void refuseAnother(List<LogLine> lines) {
        if (lines.size() == MOST_LINES) {
            throw new Refused(413, "expected at most " + MOST_LINES + " records at once; nothing was taken");
        }
    }

    private LogLine record(JsonNode node, Optional<String> service, long now, int number) {
        try {
            return LogRecord.read(node, service, now, house.logs()::takes);
        } catch (Refused e) {
            throw Refused.expected("record " + number + ": " + e.getMessage() + "; nothing was taken");
        }
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ": ";
    }

    private LogStore.Taken keep(Parcel parcel, List<LogLine> lines) {
        try {
            parcel.sender().sent(lines.size(), 0, System.nanoTime());
            var taken = house.logs().append(lines);
            intake.tallies().lines(taken.taken());
            taken.refused().forEach((why, count) -> intake.tallies().refused(Way.LOGS, why, count));
            return taken;
        } catch (IOException e) {
            throw new Refused(503, "the lines cannot be kept: " + e.getMessage() + "; try again later", Map.of("Retry-After", "5"));
        }
    }

    private static Answer answer(LogStore.Taken taken) {
        if (taken.refused().isEmpty()) {
            return Answer.nothing();
        }
        throw Refused.expected(words(taken));
    }

    private static String words(LogStore.Taken taken) {
        var refused = taken.refused().entrySet().stream().sorted(Map.Entry.comparingByKey()).map(one -> one.getValue() + " " + one.getKey()).collect(Collectors.joining(", "));
        return taken.taken() + " lines taken; refused: " + refused + "; sending them again does not help";
    }

    private Answer export(Visit visit) {
        return OtlpDoor.exported(visit, json -> intake.plain(visit, Way.LOGS, parcel -> export(parcel, json)));
    }

    private Answer export(Parcel parcel, boolean json) {
        var lines = new ArrayList<LogLine>();
        long now = clock.millis();
        try {
            var message = json ? OtlpJson.logs(parcel.bytes()) : parcel.bytes();
            OtlpLogs.read(message, message.length, (service, millis, labels, text) -> {
                refuseAnother(lines);
                lines.add(new LogLine(millis == 0 ? now : millis, serviceName(service), labels, text));
            });
        } catch (WireError | IllegalArgumentException e) {
            throw Refused.expected("not an export of logs: " + e.getMessage() + "; nothing of it was taken");
        }
        var taken = keep(parcel, lines);
        long refused = taken.refused().values().stream().mapToLong(Long::longValue).sum();
        return OtlpDoor.success(json, "rejectedLogRecords", refused, refused == 0 ? "" : words(taken));
    }

    /** As near as a name of ours can come to it. */
    private static String serviceName(String given) {
        var name = given.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "unknown_service" : name.substring(0, Math.min(64, name.length()));
    }

    private Answer find(Visit visit) {
        var parameters = new Parameters(visit.fields());
        try {
            var question = question(parameters);
            return searches.take(Duration.ofSeconds(10), _ -> found(question));
        } catch (Parameters.Wrong e) {
            throw Refused.expected(e.getMessage());
        }
    }

    private Question question(Parameters parameters) {
        long now = clock.millis();
        var labels = parameters.all("label").stream().map(LogDoor::label).collect(Collectors.toMap(one -> one[0], one -> one[1], (one, _) -> one));
        int limit = parameters.limit().orElse(USUAL_LIMIT);
        if (limit > Question.LARGEST_LIMIT) {
            throw Refused.expected("limit is " + limit + ": expected at most " + Question.LARGEST_LIMIT);
        }
        var service = parameters.text("service");
        service.filter(name -> !house.logs().services().contains(name) && !isKept(name)).ifPresent(name -> {
            throw new Refused(404, "there are no lines of " + name + ": expected " + Nearest.to(name, Set.copyOf(house.logs().services())));
        });
        return new Question(service, parameters.text("q").orElse(""), labels,
                parameters.moment("from").map(Instant::toEpochMilli).orElse(0L),
                parameters.moment("to").map(Instant::toEpochMilli).orElse(now + 3_600_000), limit);
    }

    /** Whose lines may be none yet. */
    private boolean isKept(String name) {
        return house.view().services().stream().anyMatch(service -> service.id().name().equals(name));
    }

    private static String[] label(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw Refused.expected("label is \"" + text + "\": expected name=value");
        }
        return new String[] {text.substring(0, equals), text.substring(equals + 1)};
    }

    private Answer found(Question question) {
        try {
            var found = house.logs().find(question);
            var answer = Json.object();
            var lines = answer.putArray("lines");
            for (var line : found.lines()) {
                var one = lines.addObject().put("at", Json.time(Instant.ofEpochMilli(line.millis()))).put("service", line.service()).put("text", line.text());
                var labels = one.putObject("labels");
                line.labels().forEach(labels::put);
            }
            answer.put("more", found.more());
            return Answer.json(200, answer);
        } catch (IOException e) {
            throw new Refused(503, "the lines cannot be read: " + e.getMessage(), Map.of("Retry-After", "5"));
        }
    }
}
