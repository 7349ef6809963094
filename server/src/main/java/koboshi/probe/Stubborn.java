package koboshi.probe;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import koboshi.config.ScrapeJob.Tls;
import koboshi.config.Site;

/** With whom the quick way of TLS came to no agreement lately: they are asked the thorough way, once a probe rather than twice. */
final class Stubborn {
    private static final long KNOWN_NANOS = TimeUnit.MINUTES.toNanos(5);

    private record Met(Site site, Tls tls) {}

    private final Map<Met, Long> met = Bounded.map(Bounded.MOST);

    void add(Site site, Tls tls, long nanos) {
        met.put(new Met(site, tls), nanos);
    }

    boolean knows(Site site, Tls tls, long nanos) {
        var since = met.get(new Met(site, tls));
        return since != null && nanos - since < KNOWN_NANOS;
    }
}
