package koboshi.http;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import koboshi.log.LogLine;
import koboshi.log.LogStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One record as log shippers send it: an object whose text, moment and service have one of a few usual names; everything else is said beside the text.
 *
 * <p>Moments are seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size, or as in ISO 8601. A record without one is of now. One that an agent
 * read just now is never lost for what it says of its moment: where the store would not take that, it is of when it was read.
 */
final class LogRecord {
    private static final List<String> TEXTS = List.of("log", "message", "msg", "body", "text", "line", "MESSAGE");
    private static final List<String> MOMENTS = List.of("date", "@timestamp", "time", "timestamp", "ts");
    private static final String SERVICE = "service";
    /** When an agent read the line. */
    private static final String READ = "koboshi_read";
    /** A smaller number is how long something took, or a count: in seconds it would be before September 2001. */
    private static final BigDecimal LEAST_SECONDS = BigDecimal.valueOf(1_000_000_000);

    private LogRecord() {}

    /**
     * @param taken whether a line of that moment would be kept
     * @throws Refused where the record is no object, or nobody says of which service it is
     */
    static LogLine read(JsonNode node, Optional<String> service, long nowMillis, LongPredicate taken) {
        if (!node.isObject()) {
            throw Refused.expected("expected an object for each record, found " + shortened(node.toString()));
        }
        var read = Optional.ofNullable(((ObjectNode) node).remove(READ)).map(LogRecord::text).flatMap(LogRecord::millis);
        var fields = new LinkedHashMap<String, String>();
        node.properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
        var of = service.or(() -> Optional.ofNullable(fields.get(SERVICE)));
        fields.remove(SERVICE);
        long millis = moment(fields, read.filter(taken::test).orElse(nowMillis), moment -> read.isEmpty() || taken.test(moment));
        var text = first(TEXTS, fields).map(fields::remove).orElseGet(node::toString);
        return new LogLine(millis, named(of), fields, text);
    }

    static String named(Optional<String> service) {
        var name = service.orElseThrow(() -> Refused.expected("nobody says of which service: expected ?service=NAME, a header X-Koboshi-Service, or a field \"service\""));
        if (!LogStore.isName(name)) {
            throw Refused.expected("\"" + shortened(name) + "\" is no name of a service: expected up to 100 letters, digits, dots, dashes and underscores");
        }
        return name;
    }

    private static Optional<String> first(List<String> names, Map<String, String> fields) {
        return names.stream().filter(fields::containsKey).findFirst();
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.isNull() ? "" : value.toString();
    }

    /** A field by such a name that is no moment stays what it is. */
    private static long moment(Map<String, String> fields, long otherwise, LongPredicate taken) {
        for (var name : MOMENTS) {
            var read = Optional.ofNullable(fields.get(name)).flatMap(LogRecord::millis);
            if (read.filter(taken::test).isPresent()) {
                fields.remove(name);
                return read.get();
            }
        }
        return otherwise;
    }

    private static Optional<Long> millis(String text) {
        if (text.matches("\\d{1,19}(\\.\\d{1,18})?([eE]\\d{1,2})?")) {
            var given = new BigDecimal(text);
            return given.compareTo(LEAST_SECONDS) < 0 ? Optional.empty() : Optional.of(scaled(given));
        }
        // A comma before the fraction, and a zone without its colon, are ISO 8601 too.
        var spelt = text.replace(',', '.').replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2").replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T");
        try {
            return Optional.of(OffsetDateTime.parse(spelt).toInstant().toEpochMilli());
        } catch (DateTimeException _) {
            return bare(spelt);
        }
    }

    /** Without a zone, as some write it, it is UTC. */
    private static Optional<Long> bare(String text) {
        try {
            return Optional.of(Instant.parse(text + "Z").toEpochMilli());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** The year 5138 in seconds is 1973 in milliseconds, and so on: no moment of a log is near any of these borders. */
    private static long scaled(BigDecimal given) {
        int digits = given.precision() - given.scale();
        int shift = digits <= 11 ? 3 : digits <= 14 ? 0 : digits <= 17 ? -3 : -6;
        return given.movePointRight(shift).longValue();
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
