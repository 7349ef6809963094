package koboshi.promql;

import java.time.Duration;
import java.time.Instant;
import koboshi.series.Source;

/** A source that answers whole queries itself, so that they are sent to where the series are rather than all series here. */
public interface Answering extends Source {
    /** @throws QueryException as {@link Engine} does, or because the source does not answer */
    Answer instant(Query query, Instant at, Pulse pulse);

    /** @throws QueryException as {@link Engine} does, or because the source does not answer */
    Answer range(Query query, Instant from, Instant to, Duration step, Pulse pulse);
}
