package koboshi.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.config.ScrapeJob.Alarm;
import koboshi.config.ScrapeJob.Format;
import koboshi.config.ScrapeJob.Limits;
import koboshi.config.ScrapeJob.Reading;
import koboshi.config.ScrapeJob.Spelled;
import koboshi.journey.Step.Expectation;
import koboshi.relabel.Relabelling;

/** Reads what is probed: the section {@code probes}. Where targets are found is written as for what is scraped. */
final class ProbeReader {
    private static final List<String> OWN = List.of("targets", "labels", "groups", "files", "every", "timeout", "expect", "alarm", "scheme", "path", "params",
            "relabel_configs", "body_size_limit", "target_limit");
    private static final List<String> KEYS = Stream.of(OWN, DiscoveryReader.KEYS, AccessReader.OURS).flatMap(List::stream).toList();
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Far more than a page that says how a service is. */
    private static final long BODY = 1 << 20;
    private static final Reading NOT_READ = new Reading(false, false, false, List.<Format>of(), false, false);

    private final ScrapeReader jobs;

    /** @param jobs where they go: names are in one space with those of what is scraped, since both become the label {@code job} */
    ProbeReader(ScrapeReader jobs) {
        this.jobs = jobs;
    }

    void sections(Map<String, Value> definitions) {
        definitions.forEach((name, value) -> jobs.add(value.named(), value, job(name, value)));
    }

    private static ScrapeJob job(String name, Value value) {
        Names.fit(name, value, Names.NAME);
        var fields = value.fields(KEYS);
        var every = JobReader.every(fields, "every").orElse(EVERY);
        var timeout = JobReader.timeout(fields, "timeout", every, TIMEOUT);
        var groups = ScrapeReader.groups(fields, Spelled.AS_URL);
        var files = ScrapeReader.files(fields);
        var discoveries = DiscoveryReader.ours(fields);
        if (groups.isEmpty() && files.isEmpty() && DiscoveryReader.KEYS.stream().noneMatch(fields::has)) {
            value.report().problem(value.named(), value.key(), "expected targets, groups, files, http_sd_configs or dns_sd_configs");
        }
        // Some targets may have TLS and others not: which of them lack a certificate is seen when they are asked.
        var expect = fields.get("expect", one -> Optional.of(ExpectationReader.expect(one, true))).orElse(Expectation.SUCCESS);
        return new ScrapeJob(name, every, timeout, JobReader.address(fields, "path", "/"), AccessReader.ours(fields), NOT_READ, limits(fields), groups, files,
                discoveries, RelabelReader.read(fields, "relabel_configs"), Relabelling.NONE, Optional.of(expect), ScrapeReader.alarm(fields, Alarm.ANY),
                value.named().toString());
    }

    private static Limits limits(Fields fields) {
        var read = JobReader.limits(fields);
        return new Limits(fields.has("body_size_limit") ? read.body() : BODY, 0, 0, 0, 0, read.targets());
    }
}
