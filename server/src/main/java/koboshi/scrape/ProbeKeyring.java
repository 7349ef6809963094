package koboshi.scrape;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.ScrapeJob.Tls;
import koboshi.config.TargetFile;
import koboshi.probe.Keyring;

/** Certificates and logins for probes, looked at again every few seconds rather than for each of hundreds of probes a second. For one thread. */
final class ProbeKeyring implements Keyring {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Contexts(Supplier<SSLContext> contexts, List<Long> stamps, long nanos) {}

    private record Said(String authorization, long nanos) {}

    private final Map<Tls, Contexts> contexts = new HashMap<>();
    private final Map<Access, Said> said = new HashMap<>();

    @Override
    public SSLContext context(Tls tls) throws IOException {
        var known = contexts.get(tls);
        if (known == null || !isFresh(known.nanos())) {
            known = looked(tls, known);
            contexts.put(tls, known);
        }
        return known.contexts().get();
    }

    /** Certificates that did not change stay as they were read. */
    private static Contexts looked(Tls tls, Contexts before) throws IOException {
        var stamps = Stream.of(tls.ca(), tls.certificate(), tls.key()).flatMap(file -> file.stream()).map(TargetFile::stamp).toList();
        var contexts = before != null && before.stamps().equals(stamps) ? before.contexts() : Certificates.forgetful(tls);
        return new Contexts(contexts, stamps, System.nanoTime());
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
