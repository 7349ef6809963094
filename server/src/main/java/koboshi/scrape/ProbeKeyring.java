package koboshi.scrape;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.ScrapeJob.Tls;
import koboshi.config.TargetFile;
import koboshi.probe.Keyring;
import koboshi.probe.TlsContext;

/** Certificates and logins for probes, looked at again every few seconds rather than for each of hundreds of probes a second. For one thread. */
final class ProbeKeyring implements Keyring {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Contexts(TlsContext context, List<Long> stamps, long nanos) {}

    private record Said(String authorization, long nanos) {}

    private final Map<Tls, Contexts> contexts = new HashMap<>();
    private final Map<Access, Said> said = new HashMap<>();

    @Override
    public TlsContext context(Tls tls) throws IOException {
        var known = contexts.get(tls);
        if (known == null || !isFresh(known.nanos())) {
            known = looked(tls, known);
            contexts.put(tls, known);
        }
        return known.context();
    }

    /** Certificates that did not change stay as they were read. */
    private static Contexts looked(Tls tls, Contexts before) throws IOException {
        var stamps = Stream.of(tls.ca(), tls.certificate(), tls.key()).flatMap(file -> file.stream()).map(TargetFile::stamp).toList();
        if (before != null && before.stamps().equals(stamps)) {
            return new Contexts(before.context(), stamps, System.nanoTime());
        }
        var read = Certificates.forProbes(tls);
        if (before != null) {
            before.context().close();
        }
        return new Contexts(read, stamps, System.nanoTime());
    }

    @Override
    public String authorization(Access access) throws IOException {
        if (access.login().isEmpty()) {
            return "";
        }
        var known = said.get(access);
        if (known == null || !isFresh(known.nanos())) {
            known = new Said(Fetching.authorization(access.login().get()), System.nanoTime());
            said.put(access, known);
        }
        return known.authorization();
    }

    private static boolean isFresh(long nanos) {
        return System.nanoTime() - nanos < FRESH_NANOS;
    }
}
