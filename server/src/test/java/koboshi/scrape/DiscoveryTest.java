package koboshi.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import koboshi.config.ScrapeJob.Discovery;
import koboshi.config.ScrapeJob.Discovery.Dns.Kind;
import koboshi.config.ScrapeJob.Group;
import koboshi.scrape.TargetStatus.Health;
import koboshi.store.Await;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that another server or a name server knows. */
class DiscoveryTest {
    @TempDir
    Path folder;

    private Exposer exposer;
    private Exposer list;
    private NameServer names;
    private Store store;
    private Targets targets;

    @BeforeEach
    void start() throws IOException {
        exposer = new Exposer().says("a 1\n");
        list = new Exposer();
        names = new NameServer();
        store = Store.open(folder.resolve("series"), Settings.standard());
        targets = new Targets(store, InstantSource.system(), "Koboshi/test", folder.resolve("answered"), new NameLookups(names.address()));
    }

    @AfterEach
    void stop() throws IOException {
        targets.close();
        store.close();
        names.close();
        list.close();
        exposer.close();
    }

    private void follow(String jobs) throws Exception {
        targets.follow(Scraped.jobs(folder, "scrapes:\n" + jobs.indent(2)));
    }

    private void lists(String json) {
        list.says(Exposer.bytes("application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8)));
    }

    private void listed() throws Exception {
        follow("web: {http_sd_configs: [{url: 'http://" + list.address() + "/targets?token=x', refresh_interval: 1s}], every: 200ms}");
    }

    private String group() {
        return "[{\"targets\": [\"" + exposer.address() + "\"], \"labels\": {\"zone\": \"a\"}}]";
    }

    private boolean up() {
        return targets.all().stream().anyMatch(target -> target.health() == Health.UP);
    }

    private List<Missed.Gone> missed() {
        return targets.rolls(Instant.now()).getFirst().missed();
    }

    private Optional<String> trouble() {
        return targets.rolls(Instant.now()).getFirst().trouble();
    }

    private void awaitQuestions(int more) {
        int before = list.times();
        Await.until("the list is asked for again", () -> list.times() >= before + more);
    }

    @Test
    void scrapesWhatAnotherServerLists() throws Exception {
        lists(group());
        listed();
        Await.until("it is scraped", this::up);
        assertThat(targets.all()).singleElement().satisfies(target -> {
            assertThat(target.labels().toString()).isEqualTo("{instance=\"" + exposer.address() + "\",job=\"web\",zone=\"a\"}");
            assertThat(target.discovered()).containsEntry("__meta_url", "http://" + list.address() + "/targets?token=x");
        });
        assertThat(list.asked()).containsEntry("accept", "application/json").containsEntry("x-prometheus-refresh-interval-seconds", "1.0");
    }

    @Test
    void aListThatCannotBeHadTakesNobodyAway() throws Exception {
        lists(group());
        listed();
        Await.until("it is scraped", this::up);
        for (var bad : List.of(Exposer.status(500, "X", "y"), Exposer.bytes("application/json", "[{\"targets\": [5".getBytes(StandardCharsets.UTF_8)),
                Exposer.bytes("text/plain", "[]".getBytes(StandardCharsets.UTF_8)))) {
            list.says(bad);
            awaitQuestions(2);
            assertThat(targets.all()).hasSize(1);
            Await.until("somebody can say why", () -> trouble().isPresent());
            assertThat(trouble().get()).startsWith("http_sd_configs of http://" + list.address() + "/targets, ").doesNotContain("token");
        }
        lists("[]");
        Await.until("the list counts again", () -> targets.all().isEmpty());
        Await.until("nothing is wrong with it", () -> trouble().isEmpty());
        assertThat(missed()).singleElement().satisfies(gone -> assertThat(gone.from()).isEqualTo("http://" + list.address() + "/targets"));
    }

    @Test
    void aJobThatIsEditedKeepsWhatWasFound() throws Exception {
        lists(group());
        listed();
        Await.until("it is scraped", this::up);
        follow("web: {http_sd_configs: [{url: 'http://" + list.address() + "/targets?token=x', refresh_interval: 1s}], every: 100ms}");
        assertThat(targets.all()).singleElement().satisfies(target -> assertThat(target.every()).isEqualTo(Duration.ofMillis(100)));
        follow("other: {targets: ['" + exposer.address() + "']}");
        int before = list.times();
        await(() -> up());
        assertThat(list.times()).isLessThanOrEqualTo(before + 1);
    }

    private static void await(BooleanSupplier condition) {
        Await.until("it is scraped", condition::getAsBoolean);
    }

    @Test
    void scrapesTheAddressesOfAName() throws Exception {
        names.knows(Map.of("A web.example.", List.of("127.0.0.1")));
        follow("web: {dns_sd_configs: [{names: [web.example], type: A, port: " + exposer.address().split(":")[1] + ", refresh_interval: 1s}], every: 200ms}");
        Await.until("it is scraped", this::up);
        assertThat(targets.all().getFirst().discovered()).containsEntry("__meta_dns_name", "web.example");
        names.fails();
        Await.until("somebody can say why", () -> trouble().isPresent());
        assertThat(targets.all()).hasSize(1);
        names.knows(Map.of());
        Await.until("a name that is gone has no addresses", () -> targets.all().isEmpty());
        assertThat(missed()).singleElement().satisfies(gone -> assertThat(gone.from()).isEqualTo("web.example"));
    }

    private List<Group> asked(String name, Kind kind) throws ScrapeFailure {
        return new NameLookups(names.address()).ask(new Discovery.Dns(List.of(name), kind, 9100, Duration.ofSeconds(30)));
    }

    @Test
    void knowsServicesAndBothKindsOfAddresses() throws ScrapeFailure {
        names.knows(Map.of(
                "SRV _http._tcp.example.", List.of("0 5 8080 b.example.", "0 5 8081 a.example."),
                "AAAA web.example.", List.of("2001:db8::1")));
        assertThat(asked("_http._tcp.example", Kind.SRV)).extracting(group -> group.addresses().getFirst()).containsExactly("b.example:8080", "a.example:8081");
        assertThat(asked("_http._tcp.example", Kind.SRV).getFirst().labels()).isEqualTo(Map.of(
                "__meta_dns_name", "_http._tcp.example", "__meta_dns_srv_record_target", "b.example.", "__meta_dns_srv_record_port", "8080"));
        assertThat(asked("web.example", Kind.AAAA)).singleElement().satisfies(group -> assertThat(group.addresses().getFirst()).isEqualTo("[2001:db8::1]:9100"));
        assertThat(asked("web.example", Kind.A)).isEmpty();
        names.fails();
        assertThatThrownBy(() -> asked("web.example", Kind.A)).isInstanceOf(ScrapeFailure.class).hasMessageStartingWith("web.example cannot be looked up");
    }
}
