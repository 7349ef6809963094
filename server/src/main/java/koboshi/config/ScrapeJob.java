package koboshi.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import koboshi.journey.Step;
import koboshi.relabel.Relabelling;
import koboshi.resource.ResourceId;

/**
 * What is scraped, and how; the same whether it was written here or in Prometheus's own file.
 *
 * @param name the label {@code job} of its targets, unless a rule says otherwise
 * @param every how often
 * @param timeout at most {@code every}
 * @param targetRules applied to the labels of each target
 * @param seriesRules applied to the labels of each series before it is kept
 * @param probe what each answer must be, where targets are only asked whether they answer; empty where series are fetched from them
 * @param alarm how a target that does not answer is told of; empty for not at all
 * @param place where it is written, for what must be said about it
 */
public record ScrapeJob(
        String name,
        Duration every,
        Duration timeout,
        Address address,
        Access access,
        Reading reading,
        Limits limits,
        List<Group> groups,
        List<Files> files,
        List<Discovery> discoveries,
        Relabelling targetRules,
        Relabelling seriesRules,
        Optional<Step.Expectation> probe,
        Optional<Alarm> alarm,
        String place) {
    public ScrapeJob {
        groups = List.copyOf(groups);
        files = List.copyOf(files);
        discoveries = List.copyOf(discoveries);
    }

    /** The same text that moved in its file is the same job. */
    public boolean sameAs(ScrapeJob other) {
        return this == other || at("").equals(other.at(""));
    }

    private ScrapeJob at(String elsewhere) {
        return new ScrapeJob(name, every, timeout, address, access, reading, limits, groups, files, discoveries, targetRules, seriesRules, probe, alarm, elsewhere);
    }

    /**
     * The guard over a job's targets that nobody has to write.
     *
     * @param on the service whose figures they are, if they are one's
     * @param rises how long a target may be silent while it starts
     * @param failures in a row after which it is away
     */
    public record Alarm(Optional<ResourceId> on, Duration rises, int failures) {
        /** One may be a lost packet. */
        public static final int USUAL_FAILURES = 2;

        static final Alarm ANY = new Alarm(Optional.empty(), Duration.ZERO, USUAL_FAILURES);

        Alarm after(int failures) {
            return new Alarm(on, rises, failures);
        }
    }

    /** @param parameters of the URL, by name */
    public record Address(String scheme, String path, SortedMap<String, List<String>> parameters) {}

    /** How we are let in. */
    public record Access(Optional<Login> login, Tls tls, boolean followRedirects) {
        static final Access OPEN = new Access(Optional.empty(), Tls.USUAL, true);
    }

    /** What we say who we are. The secret is fetched at each scrape, so that a new one is followed. */
    public sealed interface Login {
        record Basic(String user, Optional<Secret> password) implements Login {}

        /** @param scheme such as Bearer */
        record Credentials(String scheme, Secret secret) implements Login {}
    }

    /**
     * @param ca certificates to trust instead of the host's, in PEM
     * @param certificate ours, in PEM, with its {@code key}
     * @param serverName asked for and expected in the certificate instead of the host of the address
     * @param insecure whether any certificate is believed
     * @param newest whether TLS 1.3 alone is spoken, else 1.2 too
     */
    public record Tls(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key, Optional<String> serverName, boolean insecure, boolean newest) {
        public static final Tls USUAL = new Tls(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, false);

        Tls newest(boolean alone) {
            return new Tls(ca, certificate, key, serverName, insecure, alone);
        }
    }

    /**
     * How an answer is taken.
     *
     * @param honorLabels whether a label of the target gives way to one of the series
     * @param honorTimestamps whether moments the target names count
     * @param endTimestamped whether a series whose moments the target names is marked as ended when it goes
     * @param formats asked for, the best first
     * @param classic whether the buckets of a histogram that is native too are kept besides
     * @param more whether timeout, limit and size of each scrape become series
     */
    public record Reading(boolean honorLabels, boolean honorTimestamps, boolean endTimestamped, List<Format> formats, boolean classic, boolean more) {
        public Reading {
            formats = List.copyOf(formats);
        }
    }

    /** What a target may answer in. */
    public enum Format {
        PROTOBUF("PrometheusProto", "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"),
        OPEN_METRICS("OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0"),
        OLD_OPEN_METRICS("OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1"),
        TEXT("PrometheusText0.0.4", "text/plain;version=0.0.4");

        static final List<Format> TEXTS = List.of(OPEN_METRICS, OLD_OPEN_METRICS, TEXT);
        static final List<Format> ALL = List.of(PROTOBUF, OPEN_METRICS, OLD_OPEN_METRICS, TEXT);

        private final String word;
        private final String mediaType;

        Format(String word, String mediaType) {
            this.word = word;
            this.mediaType = mediaType;
        }

        /** As Prometheus calls it in its configuration. */
        public String word() {
            return word;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /**
     * What is too much; 0 for no limit, but for the body, which always has one.
     *
     * @param body bytes of an answer, unpacked
     * @param samples of one scrape, after the rules
     * @param labels of one series
     * @param nameBytes of a label's name
     * @param valueBytes of a label's value
     * @param targets of this job, after the rules
     */
    public record Limits(long body, int samples, int labels, int nameBytes, int valueBytes, int targets) {
        /** More than any well-meant target has; a mistaken one must not take the room of all others. */
        public static final Limits STANDARD = new Limits(64 << 20, 100_000, 0, 0, 0, 0);
    }

    /**
     * Targets that are written down.
     *
     * @param addresses host:port, or names that rules make an address of
     * @param labels that all of them have
     * @param source the file they were read from, or empty
     */
    public record Group(List<String> addresses, SortedMap<String, String> labels, String source) {
        public Group {
            addresses = List.copyOf(addresses);
        }

        static Group of(String address) {
            return new Group(List.of(address), new TreeMap<>(), "");
        }
    }

    /** How a target is spelled. */
    public enum Spelled {
        /** {@code host:port}. */
        AS_ADDRESS,
        /** {@code https://host/path}, or as an address. */
        AS_URL
    }

    /** How its targets are spelled. */
    public Spelled spelled() {
        return probe.isPresent() ? Spelled.AS_URL : Spelled.AS_ADDRESS;
    }

    /** Files of targets, which are watched. */
    public record Files(Path folder, List<String> patterns) {
        public Files {
            patterns = List.copyOf(patterns);
        }
    }

    /** Where lists of targets are asked for again and again. */
    public sealed interface Discovery {
        /** How long from one question to the next. */
        Duration every();

        /** What people call it. */
        String words();

        /** A list in JSON that another server tells. */
        record Http(URI url, Duration every, Access access) implements Discovery {
            /** Tokens hide behind question marks. */
            @Override
            public String words() {
                return "http_sd_configs of " + url.getScheme() + "://" + url.getAuthority() + url.getPath();
            }
        }

        /**
         * What a name server knows.
         *
         * @param port of addresses; a service's record names its own
         */
        record Dns(List<String> names, Kind kind, int port, Duration every) implements Discovery {
            /** Of a record. */
            public enum Kind {
                A,
                AAAA,
                SRV
            }

            public Dns {
                names = List.copyOf(names);
            }

            @Override
            public String words() {
                return "dns_sd_configs of " + String.join(", ", names);
            }
        }
    }
}
