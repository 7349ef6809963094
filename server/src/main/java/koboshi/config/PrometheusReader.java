package koboshi.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import koboshi.config.ScrapeJob.Alarm;
import koboshi.config.ScrapeJob.Files;
import koboshi.config.ScrapeJob.Group;
import koboshi.config.ScrapeJob.Limits;

/** Reads the jobs of a {@code prometheus.yml} as they are; what we cannot do is refused where it stands rather than left out. */
final class PrometheusReader {
    private static final List<String> TOP = List.of(
            "global", "scrape_configs", "runtime", "alerting", "rule_files", "scrape_config_files", "remote_write", "remote_read", "storage", "tracing", "otlp");
    private static final List<String> GLOBAL = List.of(
            "scrape_interval", "scrape_timeout", "scrape_protocols", "evaluation_interval", "rule_query_offset", "external_labels", "query_log_file",
            "scrape_failure_log_file", "body_size_limit", "sample_limit", "label_limit", "label_name_length_limit", "label_value_length_limit", "target_limit",
            "keep_dropped_targets", "metric_name_validation_scheme", "metric_name_escaping_scheme", "scrape_native_histograms",
            "always_scrape_classic_histograms", "convert_classic_histograms_to_nhcb", "extra_scrape_metrics");
    private static final List<String> OWN = List.of(
            "job_name", "scrape_interval", "scrape_timeout", "metrics_path", "static_configs", "file_sd_configs", "enable_compression", "keep_dropped_targets",
            "fallback_scrape_protocol", "metric_name_validation_scheme");
    private static final List<String> DISCOVERIES = Stream.of(
                    "azure", "consul", "digitalocean", "docker", "dockerswarm", "ec2", "eureka", "gce", "hetzner", "ionos", "kubernetes", "kuma",
                    "lightsail", "linode", "marathon", "nerve", "nomad", "openstack", "ovhcloud", "puppetdb", "scaleway", "serverset", "stackit", "triton", "uyuni",
                    "vultr")
            .map(name -> name + "_sd_configs").toList();
    private static final List<String> UNSUPPORTED = List.of(
            "proxy_url", "no_proxy", "proxy_from_environment", "proxy_connect_header", "oauth2", "sigv4", "http_headers", "scrape_failure_log_file",
            "native_histogram_bucket_limit", "native_histogram_min_bucket_factor", "convert_classic_histograms_to_nhcb", "metric_name_escaping_scheme",
            "scrape_config_files");
    private static final List<String> KEYS =
            Stream.of(OWN, DiscoveryReader.KEYS, JobReader.SHARED, AccessReader.THEIRS, DISCOVERIES, UNSUPPORTED).flatMap(List::stream).toList();
    private static final List<String> INHERITED = List.of(
            "body_size_limit", "sample_limit", "label_limit", "label_name_length_limit", "label_value_length_limit", "target_limit");
    /** What stands in a file as if it did not. */
    private static final Set<String> USUAL = Set.of("", "false", "0", "allow-utf-8");
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final ScrapeReader jobs;
    private final Optional<Alarm> alarm;
    private Duration every = EVERY;
    private Duration timeout = ScrapeReader.TIMEOUT;
    private Limits limits = Limits.STANDARD;
    private JobReader.Wanted reading = JobReader.USUAL_READING;

    /** @param alarm of all its jobs */
    PrometheusReader(ScrapeReader jobs, Optional<Alarm> alarm) {
        this.jobs = jobs;
        this.alarm = alarm;
    }

    void read(Path path, Report report) {
        SourceFile.read(path, path.toString(), report)
                .flatMap(source -> Document.compose(source, report).map(node -> Value.root(report, source, MergeKeys.merge(node))))
                .ifPresent(this::file);
    }

    private void file(Value root) {
        var fields = root.fields(TOP);
        fields.refuse(List.of("scrape_config_files"), "is not supported here; expected the jobs under scrape_configs");
        Stream.of("alerting", "rule_files", "remote_write", "remote_read").map(fields::value).flatMap(Optional::stream)
                .forEach(value -> value.report().warn(value.named(), value.key(), "ignored; only the jobs under scrape_configs are followed"));
        fields.value("global").filter(value -> !value.isNull()).ifPresent(this::global);
        RuleReader.list(fields, "scrape_configs", "a list of jobs").forEach(this::job);
    }

    private void global(Value value) {
        var fields = value.fields(GLOBAL);
        every = JobReader.every(fields, "scrape_interval").orElse(EVERY);
        timeout = JobReader.timeout(fields, "scrape_timeout", every, ScrapeReader.TIMEOUT);
        limits = JobReader.limits(fields);
        reading = JobReader.wanted(fields, JobReader.USUAL_READING);
        refuseUnlessUsual(fields, UNSUPPORTED);
        fields.value("external_labels").filter(labels -> !labels.names().isEmpty()).ifPresent(labels ->
                labels.report().warn(labels.named(), labels.key(), "ignored; no label is added to what is kept here"));
    }

    private void job(Value item) {
        var fields = item.fields(KEYS);
        fields.refuse(DISCOVERIES, "is not supported here; expected static_configs, file_sd_configs, http_sd_configs or dns_sd_configs");
        refuseUnlessUsual(fields, UNSUPPORTED);
        var own = JobReader.every(fields, "scrape_interval").orElse(every);
        var ownTimeout = JobReader.timeout(fields, "scrape_timeout", own, timeout);
        var name = fields.need("job_name", "the job's name", Value::text);
        var job = new ScrapeJob(
                name.orElse(""), own, ownTimeout, JobReader.address(fields, "metrics_path", JobReader.METRICS), AccessReader.theirs(fields), JobReader.reading(fields, JobReader.wanted(fields, reading)), limits(fields),
                groups(fields), files(fields), DiscoveryReader.theirs(fields), RelabelReader.read(fields, "relabel_configs"), RelabelReader.read(fields, "metric_relabel_configs"),
                Optional.empty(), alarm, item.place().toString());
        name.ifPresent(_ -> jobs.add(item.place(), fields.value("job_name").orElse(item), job));
    }

    /** A default's value, written out, asks for nothing. */
    private static void refuseUnlessUsual(Fields fields, List<String> keys) {
        fields.refuse(keys.stream().filter(key -> fields.value(key).filter(value -> !isUsual(value)).isPresent()).toList(), "is not supported here");
    }

    private static boolean isUsual(Value value) {
        return value.isNull() || value.isMapping() && value.names().isEmpty() || value.isText() && value.anyText("text").filter(USUAL::contains).isPresent();
    }

    /** What a job does not say is as for all of them. */
    private Limits limits(Fields fields) {
        var own = JobReader.limits(fields);
        return new Limits(
                fields.has(INHERITED.get(0)) ? own.body() : limits.body(),
                fields.has(INHERITED.get(1)) ? own.samples() : limits.samples(),
                fields.has(INHERITED.get(2)) ? own.labels() : limits.labels(),
                fields.has(INHERITED.get(3)) ? own.nameBytes() : limits.nameBytes(),
                fields.has(INHERITED.get(4)) ? own.valueBytes() : limits.valueBytes(),
                fields.has(INHERITED.get(5)) ? own.targets() : limits.targets());
    }

    private static List<Group> groups(Fields fields) {
        return RuleReader.list(fields, "static_configs", "a list of groups with targets and labels").stream()
                .flatMap(item -> JobReader.group(item, ScrapeJob.Spelled.AS_ADDRESS).stream()).toList();
    }

    private static List<Files> files(Fields fields) {
        var files = new ArrayList<Files>();
        for (var item : RuleReader.list(fields, "file_sd_configs", "a list of files")) {
            var keys = item.fields(List.of("files", "refresh_interval"));
            var patterns = RuleReader.list(keys, "files", "a list of files").stream().flatMap(one -> one.text("a file").stream()).toList();
            files.add(new Files(item.file().folder(), patterns));
        }
        return files;
    }
}
