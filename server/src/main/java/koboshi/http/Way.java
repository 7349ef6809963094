package koboshi.http;

import java.util.Locale;

/** A way in for what others measured or logged, as our own figures name it. */
enum Way {
    REMOTE_WRITE,
    REMOTE_WRITE_2,
    OTLP,
    INFLUX,
    PUSHGATEWAY,
    PUSH,
    LOGS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
