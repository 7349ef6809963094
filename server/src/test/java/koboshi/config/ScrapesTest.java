package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.ScrapeJob.Address;
import koboshi.config.ScrapeJob.Format;
import koboshi.config.ScrapeJob.Discovery;
import koboshi.config.ScrapeJob.Discovery.Dns.Kind;
import koboshi.config.ScrapeJob.Group;
import koboshi.config.ScrapeJob.Limits;
import koboshi.config.ScrapeJob.Login;
import koboshi.config.ScrapeJob.Reading;
import koboshi.config.ScrapeJob.Tls;
import koboshi.relabel.Action;
import koboshi.relabel.RelabelRule;
import koboshi.relabel.Relabelling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapesTest {
    @TempDir
    Path folder;

    private Settings.Scraped read(String text) throws Exception {
        return Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), text)).settings().scrapes();
    }

    private ScrapeJob job(String text) throws Exception {
        return read("scrapes:\n  web:\n" + text.indent(4)).jobs().getFirst();
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(Problems.class, () -> read(text)).list().stream().map(Problem::toString).toList();
    }

    private List<String> prometheusProblems(String text) throws Exception {
        Files.writeString(folder.resolve("prometheus.yml"), text);
        return problems("scrapes: {all: {prometheus: prometheus.yml}}").stream().map(line -> line.replace(folder + "/", "")).toList();
    }

    @Test
    void readsAJobWithWhatIsUsual() throws Exception {
        var job = job("targets: ['127.0.0.1:9100', web-2]\nlabels: {zone: a}\n");
        assertThat(job).extracting(ScrapeJob::name, ScrapeJob::every, ScrapeJob::timeout, ScrapeJob::limits, ScrapeJob::access)
                .containsExactly("web", Duration.ofSeconds(15), Duration.ofSeconds(10), Limits.STANDARD, Access.OPEN);
        assertThat(job.address()).isEqualTo(new Address("http", "/metrics", new TreeMap<>()));
        assertThat(job.reading()).isEqualTo(new Reading(false, true, false, Format.TEXTS, false, false));
        assertThat(job.groups()).containsExactly(new Group(List.of("127.0.0.1:9100", "web-2"), new TreeMap<>(Map.of("zone", "a")), ""));
    }

    @Test
    void readsAJobWithEveryKey() throws Exception {
        Files.writeString(folder.resolve("token"), "x");
        var job = job("""
                groups: [{targets: [a], labels: {zone: b}}, {targets: [c]}]
                files: [targets/*.json]
                every: 5s
                timeout: 2s
                scheme: https
                path: /probe
                params: {module: [http_2xx, b]}
                honor_labels: true
                honor_timestamps: false
                track_timestamps_staleness: true
                scrape_native_histograms: true
                always_scrape_classic_histograms: true
                extra_scrape_metrics: true
                bearer: {file: token}
                tls: {ca: ca.pem, cert: own.pem, key: own.key, server_name: web.example, insecure: true}
                follow_redirects: false
                body_size_limit: 10MB
                sample_limit: 5
                label_limit: 6
                label_name_length_limit: 7
                label_value_length_limit: 8
                target_limit: 9
                relabel_configs: [{source_labels: [a, b], separator: '-', regex: '(x)', target_label: 'to_${1}', replacement: y}]
                metric_relabel_configs: [{action: labeldrop, regex: z}]
                """);
        assertThat(job.groups()).hasSize(2);
        assertThat(job.files()).containsExactly(new ScrapeJob.Files(folder, List.of("targets/*.json")));
        assertThat(job.reading()).isEqualTo(new Reading(true, false, true, Format.ALL, true, true));
        assertThat(job.address()).isEqualTo(new Address("https", "/probe", new TreeMap<>(Map.of("module", List.of("http_2xx", "b")))));
        assertThat(job.limits()).isEqualTo(new Limits(10 << 20, 5, 6, 7, 8, 9));
        assertThat(job.access()).isEqualTo(new Access(
                Optional.of(new Login.Credentials("Bearer", new Secret.File(folder.resolve("token")))),
                new Tls(Optional.of(folder.resolve("ca.pem")), Optional.of(folder.resolve("own.pem")), Optional.of(folder.resolve("own.key")), Optional.of("web.example"), true, false),
                false));
        assertThat(job.targetRules()).isEqualTo(Relabelling.of(List.of(new RelabelRule(List.of("a", "b"), "-", "(x)", 0, "to_${1}", "y", Action.REPLACE))));
        assertThat(job.seriesRules()).isEqualTo(Relabelling.of(List.of(new RelabelRule(List.of(), ";", "z", 0, "", "$1", Action.LABELDROP))));
    }

    @Test
    void aServicesMetricsAreAJobOfItsName() throws Exception {
        var job = read("services: {live-qa: {run: x, metrics: {scrape: 'http://127.0.0.1:8080/metrics?a=b', every: 5s}}}").jobs().getFirst();
        assertThat(job).extracting(ScrapeJob::name, ScrapeJob::every, ScrapeJob::timeout).containsExactly("live-qa", Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(job.address()).isEqualTo(new Address("http", "/metrics", new TreeMap<>(Map.of("a", List.of("b")))));
        assertThat(job.groups()).containsExactly(new Group(List.of("127.0.0.1:8080"), new TreeMap<>(), ""));
    }

    @Test
    void readsPrometheussOwnFileAsItIs() throws Exception {
        Files.writeString(folder.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 15s
                  evaluation_interval: 15s
                  external_labels: {monitor: m}
                  sample_limit: 77
                alerting: {alertmanagers: [{static_configs: [{targets: ['localhost:9093']}]}]}
                rule_files: [rules.yml]
                scrape_configs:
                  - job_name: prometheus
                    static_configs:
                      - targets: ['localhost:9090']
                  - job_name: "node & co"
                    scrape_interval: 5s
                    metrics_path: /m
                    scheme: https
                    basic_auth: {username: me, password_file: secret}
                    tls_config: {insecure_skip_verify: true}
                    file_sd_configs: [{files: [targets/*.yml], refresh_interval: 1m}]
                    sample_limit: 5
                    metric_relabel_configs:
                      - source_labels: [__name__]
                        regex: go_.*
                        action: drop
                """);
        var scraped = read("scrapes: {all: {prometheus: prometheus.yml}}");
        assertThat(scraped.files()).containsExactly(folder.resolve("prometheus.yml"));
        assertThat(scraped.jobs()).extracting(ScrapeJob::name, ScrapeJob::every, ScrapeJob::timeout, job -> job.limits().samples()).containsExactly(
                tuple("prometheus", Duration.ofSeconds(15), Duration.ofSeconds(10), 77),
                tuple("node & co", Duration.ofSeconds(5), Duration.ofSeconds(5), 5));
        var second = scraped.jobs().get(1);
        assertThat(second.access().login()).contains(new Login.Basic("me", Optional.of(new Secret.File(folder.resolve("secret")))));
        assertThat(second.access().tls().insecure()).isTrue();
        assertThat(second.place()).isEqualTo(folder.resolve("prometheus.yml") + ":12:5");
    }

    /** Each of these is valid there, and was refused. */
    @Test
    void takesPrometheussFileHoweverItSpellsWhatWeCanDo() throws Exception {
        Files.writeString(folder.resolve("prometheus.yml"), """
                global:
                  scrape_native_histograms: true
                  always_scrape_classic_histograms: true
                  convert_classic_histograms_to_nhcb: false
                  scrape_failure_log_file: ""
                scrape_configs:
                  - job_name: a
                    convert_classic_histograms_to_nhcb: false
                    proxy_from_environment: false
                    tls_config: {min_version: TLS13}
                    basic_auth: {username: me, password: hunter2}
                    static_configs: [{targets: [a]}]
                    metric_relabel_configs: [{source_labels: [__name__], regex: go_.*, action: Drop}]
                  - job_name: b
                    scrape_native_histograms: false
                    scrape_protocols: [PrometheusText0.0.4]
                    tls_config: {min_version: TLS12}
                    authorization: {credentials: hunter3}
                    static_configs: [{targets: [b]}]
                """);
        var jobs = read("scrapes: {all: {prometheus: prometheus.yml}}").jobs();
        assertThat(jobs).hasSize(2);
        assertThat(jobs.get(0).reading().formats()).isEqualTo(ScrapeJob.Format.ALL);
        assertThat(jobs.get(0).reading().classic()).isTrue();
        assertThat(jobs.get(0).access().tls().newest()).isTrue();
        assertThat(jobs.get(0).access().login().orElseThrow()).isEqualTo(new Login.Basic("me", Optional.of(new Secret.Written("hunter2")))).asString().doesNotContain("hunter2");
        assertThat(jobs.get(1).reading().formats()).containsExactly(ScrapeJob.Format.TEXT);
        assertThat(jobs.get(1).access().tls().newest()).isFalse();
        assertThat(jobs.toString()).doesNotContain("hunter");
    }

    @Test
    void refusesWhatItCannotDoWithLineAndName() throws Exception {
        assertThat(prometheusProblems("""
                scrape_configs:
                  - job_name: pods
                    kubernetes_sd_configs: [{role: pod}]
                  - job_name: secret
                    basic_auth: {username: me, password: hunter2}
                    proxy_url: http://127.0.0.1:1
                    static_configs: [{targets: [a]}]
                  - job_name: pods
                    scrape_intervall: 5s
                """)).containsExactly(
                "prometheus.yml:3:5: scrape_configs[0].kubernetes_sd_configs: is not supported here; expected static_configs, file_sd_configs, http_sd_configs or"
                        + " dns_sd_configs",
                "prometheus.yml:6:5: scrape_configs[1].proxy_url: is not supported here",
                "prometheus.yml:8:15: scrape_configs[2].job_name: the job \"pods\" is there already, at prometheus.yml:2:5; expected another name",
                "prometheus.yml:9:5: scrape_configs[2].scrape_intervall: unknown key; expected one of job_name, scrape_interval, scrape_timeout, metrics_path, static_configs,"
                        + " file_sd_configs, enable_compression, keep_dropped_targets, fallback_scrape_protocol, metric_name_validation_scheme, http_sd_configs, dns_sd_configs,"
                        + " scheme, params, honor_labels, honor_timestamps, track_timestamps_staleness, scrape_protocols, scrape_native_histograms,"
                        + " always_scrape_classic_histograms, scrape_classic_histograms, relabel_configs, metric_relabel_configs, body_size_limit, ...;"
                        + " did you mean \"scrape_interval\"?");
    }

    @Test
    void saysWhatIsWrongWithAJob() {
        assertThat(problems("scrapes: {web: {}}")).containsExactly("koboshi.yaml:1:11: scrapes.web: expected targets, groups, files, http_sd_configs or"
                + " dns_sd_configs, or prometheus: the path of a prometheus.yml");
        assertThat(problems("scrapes: {web: {targets: ['http://a/b'], every: 5s, timeout: 6s}}")).containsExactly(
                "koboshi.yaml:1:27: scrapes.web.targets[0]: expected host:port without scheme and path; those stand under scheme and path, found \"http://a/b\"",
                "koboshi.yaml:1:62: scrapes.web.timeout: expected at most the 5s between two scrapes; did you mean \"5s\"?");
        assertThat(problems("scrapes: {web: {targets: [a], bearer: hunter2}}").getFirst()).doesNotContain("hunter2").contains("expected {env: NAME} or {file: path}");
        assertThat(problems("scrapes: {web: {prometheus: nowhere.yml}}").getFirst()).endsWith("no such file");
    }

    @Test
    void readsWhereListsOfTargetsAreAskedFor() throws Exception {
        var ours = read("""
                scrapes:
                  web:
                    http_sd_configs: [{url: 'http://127.0.0.1:1/t', refresh_interval: 5s, bearer: {env: TOKEN}}]
                    dns_sd_configs: [{names: [a.example, b.example], type: A, port: 9100}, {names: [_http._tcp.example]}]
                """).jobs().getFirst().discoveries();
        assertThat(ours).satisfiesExactly(
                one -> assertThat(one).isInstanceOfSatisfying(Discovery.Http.class, http -> {
                    assertThat(http.every()).isEqualTo(Duration.ofSeconds(5));
                    assertThat(http.access().login()).isPresent();
                }),
                one -> assertThat(one).isEqualTo(new Discovery.Dns(List.of("a.example", "b.example"), Kind.A, 9100, Duration.ofSeconds(30))),
                one -> assertThat(one).isEqualTo(new Discovery.Dns(List.of("_http._tcp.example"), Kind.SRV, 0, Duration.ofSeconds(30))));
        Files.writeString(folder.resolve("prometheus.yml"), """
                scrape_configs:
                  - job_name: web
                    http_sd_configs: [{url: 'https://127.0.0.1/t', authorization: {credentials_file: secret}, tls_config: {insecure_skip_verify: true}}]
                """);
        assertThat(read("scrapes: {all: {prometheus: prometheus.yml}}").jobs().getFirst().discoveries()).singleElement()
                .satisfies(one -> assertThat(one.every()).isEqualTo(Duration.ofMinutes(1)));
    }

    @Test
    void saysWhatIsWrongWithADiscovery() {
        assertThat(problems("""
                scrapes:
                  web:
                    http_sd_configs: [{url: 'ftp://a'}, {refresh_interval: 10ms, url: 'http://a'}, {}]
                    dns_sd_configs: [{names: [a], type: AA, port: 1}, {names: [a], type: A}, {names: ['a b']}, {name: [a]}]
                    alarm: perhaps
                """)).satisfiesExactly(
                one -> assertThat(one).startsWith("koboshi.yaml:3:29: scrapes.web.http_sd_configs[0].url: expected an address"),
                one -> assertThat(one).startsWith("koboshi.yaml:3:60: scrapes.web.http_sd_configs[1].refresh_interval: expected"),
                one -> assertThat(one).startsWith("koboshi.yaml:3:84: scrapes.web.http_sd_configs[2].url: missing"),
                one -> assertThat(one).startsWith("koboshi.yaml:4:41: scrapes.web.dns_sd_configs[0].type: expected").endsWith("did you mean \"A\"?"),
                one -> assertThat(one).startsWith("koboshi.yaml:4:55: scrapes.web.dns_sd_configs[1].port: missing; expected the port of the addresses"),
                one -> assertThat(one).startsWith("koboshi.yaml:4:87: scrapes.web.dns_sd_configs[2].names[0]: expected a name such as web.example.org"),
                one -> assertThat(one).startsWith("koboshi.yaml:4:96: scrapes.web.dns_sd_configs[3].names: missing"),
                one -> assertThat(one).startsWith("koboshi.yaml:4:97: scrapes.web.dns_sd_configs[3].name: unknown key").endsWith("did you mean \"names\"?"),
                one -> assertThat(one).isEqualTo("koboshi.yaml:5:12: scrapes.web.alarm: expected true or false, found \"perhaps\""));
    }

    @Test
    void saysWhatIsWrongWithARule() {
        assertThat(problems("""
                scrapes:
                  web:
                    targets: [a]
                    relabel_configs:
                      - {action: repalce, target_label: a}
                      - {regex: '(', target_label: a}
                      - {action: hashmod, target_label: a}
                      - {action: labeldrop, regex: a, source_labels: [b]}
                      - {source_labels: [a]}
                      - {target_label: 'a b'}
                """)).satisfiesExactly(
                one -> assertThat(one).startsWith("koboshi.yaml:5:18: ").endsWith("did you mean \"replace\"?"),
                one -> assertThat(one).startsWith("koboshi.yaml:6:17: ").contains("expected a regex of RE2: "),
                one -> assertThat(one).startsWith("koboshi.yaml:7:9: ").contains("modulus: missing; expected a whole number above 0"),
                one -> assertThat(one).startsWith("koboshi.yaml:8:39: ").endsWith("means nothing beside the action labeldrop"),
                one -> assertThat(one).startsWith("koboshi.yaml:9:9: ").contains("target_label: missing; expected the label that is written"),
                one -> assertThat(one).startsWith("koboshi.yaml:10:24: ").contains("expected the name of a label, found \"a b\""));
    }

    @Test
    void readsFilesOfTargetsInJsonAndYaml() throws Exception {
        var json = TargetFile.read(Files.writeString(folder.resolve("a.json"), "[{\"targets\": [\"a:1\", \"b:1\"], \"labels\": {\"zone\": \"x\"}}, {\"targets\": []}]"), ScrapeJob.Spelled.AS_ADDRESS);
        assertThat(json.groups()).containsExactly(
                new Group(List.of("a:1", "b:1"), new TreeMap<>(Map.of("zone", "x")), folder + "/a.json"), new Group(List.of(), new TreeMap<>(), folder + "/a.json"));
        assertThat(TargetFile.read(Files.writeString(folder.resolve("b.yml"), "- targets: [c]\n"), ScrapeJob.Spelled.AS_ADDRESS).groups()).hasSize(1);
        assertThat(TargetFile.read(Files.writeString(folder.resolve("c.yml"), "- target: [c]\n"), ScrapeJob.Spelled.AS_ADDRESS).problems()).singleElement().satisfies(problem ->
                assertThat(problem.toString()).endsWith("c.yml:1:3: [0].target: unknown key; expected one of targets, labels; did you mean \"targets\"?"));
    }
}
