package koboshi.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.ScrapeJob.Address;
import koboshi.config.ScrapeJob.Alarm;
import koboshi.config.ScrapeJob.Files;
import koboshi.config.ScrapeJob.Format;
import koboshi.config.ScrapeJob.Group;
import koboshi.config.ScrapeJob.Limits;
import koboshi.config.ScrapeJob.Reading;
import koboshi.config.ScrapeJob.Spelled;
import koboshi.relabel.Relabelling;
import koboshi.resource.ResourceId;

/** Reads what is scraped: the section {@code scrapes}, what services say of their metrics, and Prometheus's files that are named there. */
final class ScrapeReader {
    private static final List<String> OWN = List.of("targets", "labels", "groups", "files", "every", "timeout", "path", "alarm");
    private static final List<String> KEYS = Stream.of(OWN, DiscoveryReader.KEYS, JobReader.SHARED, AccessReader.OURS).flatMap(List::stream).toList();
    private static final List<String> SERVICE = List.of("scrape", "every", "timeout", "alarm");
    static final Duration EVERY = Duration.ofSeconds(15);
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_FAILURES = 100;

    private final List<ScrapeJob> jobs = new ArrayList<>();
    private final Map<String, Place> named = new HashMap<>();
    private final List<Path> read = new ArrayList<>();

    /** What is read beside the files of the configuration. */
    List<Path> filesRead() {
        return List.copyOf(read);
    }

    List<ScrapeJob> jobs() {
        return List.copyOf(jobs);
    }

    void sections(Map<String, Value> definitions) {
        definitions.forEach((name, value) -> {
            if (value.names().contains("prometheus")) {
                var fields = value.fields(List.of("prometheus", "alarm"));
                var alarm = alarm(fields, Alarm.ANY);
                fields.get("prometheus", Value::path).ifPresent(path -> prometheus(value, path, alarm));
            } else {
                add(value.named(), value, job(name, value));
            }
        });
    }

    private void prometheus(Value value, Path path, Optional<Alarm> alarm) {
        read.add(path);
        new PrometheusReader(this, alarm).read(path, value.report());
    }

    /** Two jobs of one name would be one in every query. */
    void add(Place place, Value at, ScrapeJob job) {
        var first = named.putIfAbsent(job.name(), place);
        if (first != null) {
            at.problem("the job " + Value.quoted(job.name()) + " is there already, at " + first + "; expected another name");
        }
        jobs.add(job);
    }

    private static ScrapeJob job(String name, Value value) {
        Names.fit(name, value, Names.NAME);
        var fields = value.fields(KEYS);
        var every = JobReader.every(fields, "every").orElse(EVERY);
        var timeout = JobReader.timeout(fields, "timeout", every, TIMEOUT);
        var groups = groups(fields, Spelled.AS_ADDRESS);
        var files = files(fields);
        var discoveries = DiscoveryReader.ours(fields);
        if (groups.isEmpty() && files.isEmpty() && DiscoveryReader.KEYS.stream().noneMatch(fields::has)) {
            value.report().problem(value.named(), value.key(),
                    "expected targets, groups, files, http_sd_configs or dns_sd_configs, or prometheus: the path of a prometheus.yml");
        }
        return new ScrapeJob(
                name, every, timeout, JobReader.address(fields, "path", JobReader.METRICS), AccessReader.ours(fields), JobReader.reading(fields), JobReader.limits(fields), groups, files, discoveries,
                RelabelReader.read(fields, "relabel_configs"), RelabelReader.read(fields, "metric_relabel_configs"), Optional.empty(), alarm(fields, Alarm.ANY),
                value.named().toString());
    }

    /** {@code true}, {@code false}, or {@code {failures: 3}}. */
    static Optional<Alarm> alarm(Fields fields, Alarm alarm) {
        if (fields.value("alarm").filter(Value::isMapping).isPresent()) {
            var failures = fields.get("alarm", value -> value.fields(List.of("failures")).get("failures", one -> one.whole(1, MOST_FAILURES)));
            return Optional.of(alarm.after(failures.orElse(Alarm.USUAL_FAILURES)));
        }
        return JobReader.flag(fields, "alarm", true) ? Optional.of(alarm) : Optional.empty();
    }

    static List<Group> groups(Fields fields, Spelled spelled) {
        var groups = new ArrayList<Group>();
        if (fields.has("targets") || fields.has("labels")) {
            fields.need("targets", "a list of addresses", Optional::of);
            groups.add(new Group(JobReader.addresses(fields, "targets", spelled), JobReader.labels(fields), ""));
        }
        RuleReader.list(fields, "groups", "a list of groups with targets and labels").forEach(item -> JobReader.group(item, spelled).ifPresent(groups::add));
        return groups;
    }

    static List<Files> files(Fields fields) {
        var patterns = RuleReader.list(fields, "files", "a list of files such as targets/*.json").stream().flatMap(item -> item.text("a file").stream()).toList();
        return patterns.isEmpty() ? List.of() : List.of(new Files(fields.owner().file().folder(), patterns));
    }

    /**
     * {@code metrics: {scrape: URL, every: 5s}} of a service: a job of its name with one target.
     *
     * @param warmUp in which its figures need not be there yet
     */
    void service(ResourceId id, Duration warmUp, Value value) {
        var fields = value.fields(SERVICE);
        var every = JobReader.every(fields, "every").orElse(EVERY);
        var timeout = JobReader.timeout(fields, "timeout", every, TIMEOUT);
        var alarm = alarm(fields, new Alarm(Optional.of(id), warmUp, Alarm.USUAL_FAILURES));
        fields.need("scrape", "an address such as http://127.0.0.1:8080/metrics", Addresses::http)
                .ifPresent(url -> add(value.named(), value, job(id.name(), every, timeout, url, alarm, value)));
    }

    private static ScrapeJob job(String name, Duration every, Duration timeout, URI url, Optional<Alarm> alarm, Value value) {
        int port = url.getPort() < 0 ? url.getScheme().equalsIgnoreCase("https") ? 443 : 80 : url.getPort();
        var path = url.getRawPath().isEmpty() ? "/metrics" : url.getRawPath();
        var address = new Address(url.getScheme().toLowerCase(Locale.ROOT), path, Parameters.of(url));
        return new ScrapeJob(
                name, every, timeout, address, Access.OPEN, new Reading(false, true, false, Format.TEXTS, false, false), Limits.STANDARD,
                List.of(Group.of(url.getHost() + ":" + port)), List.of(), List.of(), Relabelling.NONE, Relabelling.NONE, Optional.empty(), alarm, value.named().toString());
    }

    /** What stands behind the question mark of an address. */
    private static final class Parameters {
        static TreeMap<String, List<String>> of(URI url) {
            var parameters = new TreeMap<String, List<String>>();
            for (var pair : url.getRawQuery() == null ? new String[0] : url.getRawQuery().split("&")) {
                var parts = pair.split("=", 2);
                parameters.computeIfAbsent(decoded(parts[0]), _ -> new ArrayList<>()).add(parts.length == 2 ? decoded(parts[1]) : "");
            }
            return parameters;
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }
}
