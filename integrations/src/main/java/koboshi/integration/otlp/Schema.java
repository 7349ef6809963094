package koboshi.integration.otlp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which fields the messages of the protocol have that anything is made of, by the names they have in JSON. */
final class Schema {
    static final String METRICS = "Metrics";
    static final String LOGS = "Logs";

    /** A message, its fields below it: name, number, and what it is. A kind in capitals is a message. */
    private static final String TEXT = """
            Metrics
              resourceMetrics 1 ResourceMetrics
            ResourceMetrics
              resource 1 Resource
              scopeMetrics 2 ScopeMetrics
            Resource
              attributes 1 KeyValue
            ScopeMetrics
              metrics 2 Metric
            Metric
              name 1 text
              unit 3 text
              gauge 5 Gauge
              sum 7 Sum
              histogram 9 HistogramPoints
              exponentialHistogram 10 ExponentialPoints
              summary 11 SummaryPoints
            Gauge
              dataPoints 1 NumberPoint
            Sum
              dataPoints 1 NumberPoint
              aggregationTemporality 2 whole
              isMonotonic 3 flag
            HistogramPoints
              dataPoints 1 HistogramPoint
              aggregationTemporality 2 whole
            ExponentialPoints
              dataPoints 1 ExponentialPoint
              aggregationTemporality 2 whole
            SummaryPoints
              dataPoints 1 SummaryPoint
            NumberPoint
              startTimeUnixNano 2 fixed
              timeUnixNano 3 fixed
              asDouble 4 number
              asInt 6 fixed
              attributes 7 KeyValue
              flags 8 whole
            HistogramPoint
              startTimeUnixNano 2 fixed
              timeUnixNano 3 fixed
              count 4 fixed
              sum 5 number
              bucketCounts 6 fixed
              explicitBounds 7 number
              attributes 9 KeyValue
              flags 10 whole
            ExponentialPoint
              attributes 1 KeyValue
              startTimeUnixNano 2 fixed
              timeUnixNano 3 fixed
              count 4 fixed
              sum 5 number
              scale 6 signed
              zeroCount 7 fixed
              positive 8 Buckets
              negative 9 Buckets
              flags 10 whole
              zeroThreshold 14 number
            Buckets
              offset 1 signed
              bucketCounts 2 whole
            SummaryPoint
              startTimeUnixNano 2 fixed
              timeUnixNano 3 fixed
              count 4 fixed
              sum 5 number
              quantileValues 6 Quantile
              attributes 7 KeyValue
              flags 8 whole
            Quantile
              quantile 1 number
              value 2 number
            KeyValue
              key 1 text
              value 2 AnyValue
            AnyValue
              stringValue 1 text
              boolValue 2 flag
              intValue 3 whole
              doubleValue 4 number
              arrayValue 5 Values
              kvlistValue 6 Pairs
              bytesValue 7 bytes
            Values
              values 1 AnyValue
            Pairs
              values 1 KeyValue
            Logs
              resourceLogs 1 ResourceLogs
            ResourceLogs
              resource 1 Resource
              scopeLogs 2 ScopeLogs
            ScopeLogs
              logRecords 2 LogRecord
            LogRecord
              timeUnixNano 1 fixed
              severityNumber 2 whole
              severityText 3 text
              body 5 AnyValue
              attributes 6 KeyValue
              flags 8 fixed32
              traceId 9 hex
              spanId 10 hex
              observedTimeUnixNano 11 fixed
              eventName 12 text
            """;

    /** Some senders write these by name, as protobuf's own JSON would. */
    static final Map<String, Long> ENUMERATED = Map.of(
            "AGGREGATION_TEMPORALITY_UNSPECIFIED", 0L, "AGGREGATION_TEMPORALITY_DELTA", 1L, "AGGREGATION_TEMPORALITY_CUMULATIVE", 2L,
            "SEVERITY_NUMBER_UNSPECIFIED", 0L, "SEVERITY_NUMBER_TRACE", 1L, "SEVERITY_NUMBER_DEBUG", 5L, "SEVERITY_NUMBER_INFO", 9L,
            "SEVERITY_NUMBER_WARN", 13L, "SEVERITY_NUMBER_ERROR", 17L, "SEVERITY_NUMBER_FATAL", 21L);

    private static final Map<String, Map<String, Field>> MESSAGES = messages();

    enum Kind {
        MESSAGE(2),
        TEXT(2),
        HEX(2),
        BYTES(2),
        FLAG(0),
        WHOLE(0),
        /** As zigzag varint. */
        SIGNED(0),
        /** In eight bytes. */
        FIXED(1),
        FIXED32(5),
        NUMBER(1);

        private final int wire;

        Kind(int wire) {
            this.wire = wire;
        }

        /** How protobuf lays it out. */
        int wire() {
            return wire;
        }

        /** Whether many of it stand in one field. */
        boolean packs() {
            return wire != 2;
        }
    }

    /** @param message what it holds, where it is a message */
    record Field(String name, int number, Kind kind, String message) {}

    private Schema() {}

    /** null where the message has no such field that anything is made of */
    static Field field(String message, String name) {
        return MESSAGES.get(message).get(name);
    }

    private static Map<String, Map<String, Field>> messages() {
        var messages = new HashMap<String, Map<String, Field>>();
        var fields = new HashMap<String, Field>();
        for (var line : TEXT.lines().toList()) {
            if (line.startsWith(" ")) {
                var parts = line.strip().split(" ");
                fields.put(parts[0], field(parts[0], Integer.parseInt(parts[1]), parts[2]));
            } else {
                fields = new HashMap<>();
                messages.put(line, fields);
            }
        }
        return messages;
    }

    private static Field field(String name, int number, String kind) {
        return Character.isUpperCase(kind.charAt(0))
                ? new Field(name, number, Kind.MESSAGE, kind)
                : new Field(name, number, Kind.valueOf(kind.toUpperCase(Locale.ROOT)), "");
    }
}
