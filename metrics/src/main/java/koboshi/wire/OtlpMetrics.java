package koboshi.wire;

/**
 * Reads exports of metrics in OpenTelemetry's protocol (ExportMetricsServiceRequest as protobuf), and hands them over as the series Prometheus would make of
 * them: see {@link OtlpName} for names, {@link OtlpAttributes} for labels, {@link OtlpPoints} for values. Exemplars are passed over.
 */
public final class OtlpMetrics {
    private static final int RESOURCE_METRICS = Cursor.tag(1, Cursor.BYTES);
    private static final int RESOURCE = Cursor.tag(1, Cursor.BYTES);
    private static final int SCOPE_METRICS = Cursor.tag(2, Cursor.BYTES);
    private static final int METRIC = Cursor.tag(2, Cursor.BYTES);
    private static final int TEMPORALITY = Cursor.tag(2, Cursor.VARINT);
    private static final int MONOTONIC = Cursor.tag(3, Cursor.VARINT);
    private static final int CUMULATIVE = 2;

    private final LabelRoom room = new LabelRoom();
    private final OtlpReceiver receiver;

    private OtlpMetrics(OtlpReceiver receiver) {
        this.receiver = receiver;
    }

    /**
     * Hands everything over in its order.
     *
     * @throws WireError at the first thing that is malformed; the receiver then has a part of the message, and must drop it
     */
    public static void read(byte[] message, int length, OtlpReceiver receiver) {
        new OtlpMetrics(receiver).each(new Cursor(message, 0, length), RESOURCE_METRICS, OtlpMetrics::resourceMetrics);
    }

    private interface Part {
        void read(OtlpMetrics reading, Cursor part);
    }

    private void each(Cursor cursor, int wanted, Part part) {
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == wanted) {
                part.read(this, OtlpValue.inner(cursor));
            } else {
                cursor.refuseKind(tag, wanted >>> 3);
                cursor.skip(tag);
            }
        }
    }

    private void resourceMetrics(Cursor cursor) {
        int from = cursor.at;
        var resource = OtlpResource.read(resource(cursor));
        cursor.at = from;
        each(cursor, SCOPE_METRICS, (reading, scope) -> reading.each(scope, METRIC, (_, metric) -> reading.metric(metric, resource)));
        resource.info(room, receiver);
    }

    /** It may stand behind what it belongs to. */
    static Cursor resource(Cursor cursor) {
        var found = new Cursor(cursor.bytes, cursor.end, cursor.end);
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == RESOURCE) {
                found = OtlpValue.inner(cursor);
            } else {
                cursor.refuseKind(tag, 1);
                cursor.skip(tag);
            }
        }
        return found;
    }

    private void metric(Cursor cursor, OtlpResource resource) {
        var name = "";
        var help = "";
        var unit = "";
        Cursor points = null;
        int kind = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 1 << 3 | Cursor.BYTES -> name = OtlpValue.utf8(cursor);
                case 2 << 3 | Cursor.BYTES -> help = OtlpValue.utf8(cursor);
                case 3 << 3 | Cursor.BYTES -> unit = OtlpValue.utf8(cursor);
                case 5 << 3 | Cursor.BYTES, 7 << 3 | Cursor.BYTES, 9 << 3 | Cursor.BYTES, 10 << 3 | Cursor.BYTES, 11 << 3 | Cursor.BYTES -> {
                    points = OtlpValue.inner(cursor);
                    kind = tag >>> 3;
                }
                default -> {
                    cursor.refuseKind(tag, 1, 3, 5, 7, 9, 10, 11);
                    cursor.skip(tag);
                }
            }
        }
        if (points != null) {
            read(new Family(name, "", help, unit), points, kind, resource);
        }
    }

    private void read(Family said, Cursor points, int kind, OtlpResource resource) {
        int from = points.at;
        var shape = Shape.of(points);
        points.at = from;
        boolean counter = kind == OtlpPoints.SUM && shape.monotonic();
        var named = OtlpName.of(said.name(), said.unit(), counter, kind == OtlpPoints.GAUGE);
        boolean adds = kind != OtlpPoints.GAUGE && kind != OtlpPoints.SUMMARY;
        if (named.isEmpty()) {
            receiver.refused(shape.points(), "a metric has no name that Prometheus could know (\"" + shortened(said.name()) + "\")");
        } else if (adds && shape.temporality() != CUMULATIVE) {
            receiver.refused(shape.points(), "metric " + shortened(said.name()) + (shape.temporality() == 1 ? " counts anew at each export (delta)" : " does not say whether it is cumulative")
                    + ": expected cumulative temporality, such as by OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=cumulative or a collector's deltatocumulative");
        } else {
            receiver.family(new Family(named, type(kind, counter), said.help(), said.unit()));
            new OtlpPoints(named, resource, room, receiver).read(points, kind);
        }
    }

    private static String type(int kind, boolean counter) {
        return switch (kind) {
            case OtlpPoints.HISTOGRAM, OtlpPoints.EXPONENTIAL -> "histogram";
            case OtlpPoints.SUMMARY -> "summary";
            default -> counter ? "counter" : "gauge";
        };
    }

    private static String shortened(String name) {
        return name.length() <= 120 ? name : name.substring(0, 120) + "...";
    }

    /** What is said of all points of a metric, which may stand behind them. */
    private record Shape(long points, long temporality, boolean monotonic) {
        static Shape of(Cursor cursor) {
            long points = 0;
            long temporality = 0;
            boolean monotonic = false;
            while (cursor.more()) {
                int tag = cursor.tag();
                if (tag == TEMPORALITY) {
                    temporality = cursor.varint();
                } else if (tag == MONOTONIC) {
                    monotonic = cursor.varint() != 0;
                } else {
                    points += tag == Cursor.tag(1, Cursor.BYTES) ? 1 : 0;
                    cursor.skip(tag);
                }
            }
            return new Shape(points, temporality, monotonic);
        }
    }
}
