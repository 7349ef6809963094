package koboshi.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import koboshi.scrape.TargetStatus.Health;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.store.Await;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the section {@code probes} to series and standing, with a clock that goes. */
class ProbesTest {
    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private HttpServer server;
    private Store store;
    private Targets targets;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            var body = "all is well".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        store = Store.open(folder.resolve("series"), Settings.standard());
        targets = new Targets(store, InstantSource.system(), "Koboshi/test", folder.resolve("answered"));
    }

    @AfterEach
    void stop() throws IOException {
        targets.close();
        store.close();
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void follow(String job) throws Exception {
        targets.follow(Scraped.jobs(folder, "probes:\n  shops: " + job + "\n"));
    }

    private List<Sample> samples(String name, String instance) {
        var labels = Labels.of(Labels.NAME, name, "job", "shops", "instance", instance);
        return store.select(List.of(new Matcher(Labels.NAME, true, name)), 0, Long.MAX_VALUE - 1).stream()
                .filter(one -> one.labels().equals(labels)).flatMap(one -> one.samples().stream()).toList();
    }

    private TargetStatus only() {
        return targets.all().getFirst();
    }

    private void awaitHealth(Health health) {
        Await.until("it is " + health, () -> targets.all().size() == 1 && only().health() == health);
    }

    @Test
    void keepsHowEachProbeWent() throws Exception {
        follow("{targets: ['" + url("/health") + "'], every: 1s}");
        Await.until("there are some", () -> samples("probe_success", url("/health")).size() >= 2);
        assertThat(samples("probe_success", url("/health"))).allMatch(sample -> sample.value() == 1);
        assertThat(samples("probe_http_status_code", url("/health"))).allMatch(sample -> sample.value() == 200);
        assertThat(samples("probe_duration_seconds", url("/health"))).allMatch(sample -> sample.value() > 0 && sample.value() < 5);
        assertThat(samples("probe_ssl_earliest_cert_expiry", url("/health"))).isEmpty();
        assertThat(only().labels().asMap()).isEqualTo(Map.of("job", "shops", "instance", url("/health")));
    }

    @Test
    void tellsHowManyAreWellAndWhichAreNotSinceWhenAndWhy() throws Exception {
        server.createContext("/broken", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        follow("{targets: ['" + url("/health") + "', '" + url("/broken") + "'], every: 200ms}");
        Await.until("both were asked", () -> targets.probed().getFirst().unasked() == 0);
        var probed = targets.probed().getFirst();
        assertThat(probed).extracting(Probed::job, Probed::all, Probed::well, Probed::notWell).containsExactly("shops", 2, 1, 1);
        var since = probed.failing().getFirst().since();
        assertThat(probed.failing()).containsExactly(new Probed.Failing(url("/broken"), since, "expected status 200 to 299, came 500: nothing"));
        Await.until("it fails still", () -> only().failing().filter(failing -> failing.scrapes() >= 3).isPresent());
        assertThat(targets.probed().getFirst().failing().getFirst().since()).as("since it first failed").isEqualTo(since);
        assertThat(probed.late()).isLessThan(Duration.ofSeconds(60));
        targets.follow(List.of());
        assertThat(targets.probed()).isEmpty();
    }

    @Test
    void isAskedAtEqualDistancesAndNeverTwiceForOneMoment() throws Exception {
        follow("{targets: ['" + url("/") + "'], every: 100ms}");
        Await.until("there are some", () -> samples("probe_success", url("/")).size() >= 20);
        var all = samples("probe_success", url("/"));
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).millis() - all.get(i - 1).millis()).isPositive();
        }
        assertThat(asked.get()).isLessThanOrEqualTo(all.size() + 10);
        assertThat((all.getLast().millis() - all.getFirst().millis()) / (all.size() - 1.0)).isGreaterThanOrEqualTo(99.0);
    }

    @Test
    void tellsAnAnswerThatIsNotAsExpected() throws Exception {
        follow("{targets: ['" + url("/") + "'], every: 1s, expect: {status: [2xx, 404], contains: well}}");
        awaitHealth(Health.UP);
        status = 404;
        int before = asked.get();
        Await.until("it was asked again", () -> asked.get() > before + 1);
        assertThat(only().health()).isEqualTo(Health.UP);
        status = 500;
        awaitHealth(Health.DOWN);
        assertThat(only().error()).isEqualTo("expected status [2xx, 404], came 500: all is well");
        assertThat(samples("probe_success", url("/")).getLast().value()).isZero();
        assertThat(samples("probe_http_status_code", url("/")).getLast().value()).isEqualTo(500);
        follow("{targets: ['" + url("/") + "'], every: 1s, expect: {status: 500, contains: sold out}}");
        Await.until("the body counts", () -> only().error().contains("a body with \"sold out\""));
    }

    @Test
    void aFileSaysWhoIsProbedAndWhoeverGoesEnds() throws Exception {
        list(url("/a"), url("/b"));
        follow("{files: [shops.yml], every: 100ms}");
        Await.until("both answer", () -> targets.all().stream().filter(target -> target.health() == Health.UP).count() == 2);
        list(url("/b"));
        Await.until("it ends", () -> !samples("probe_success", url("/a")).isEmpty() && samples("probe_success", url("/a")).getLast().stale());
        Await.until("it is listed no more", () -> targets.all().stream().map(TargetStatus::url).toList().equals(List.of(url("/b"))));
        assertThat(samples("probe_success", url("/b"))).noneMatch(Sample::stale);
    }

    private void list(String... urls) throws IOException {
        var draft = Files.writeString(folder.resolve("draft"), "- targets: ['" + String.join("', '", urls) + "']\n");
        Files.move(draft, folder.resolve("shops.yml"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void anEditEndsNothingThatStays() throws Exception {
        follow("{targets: ['" + url("/") + "'], every: 1s}");
        awaitHealth(Health.UP);
        follow("{targets: ['" + url("/") + "'], every: 2s}");
        Await.until("it goes on", () -> only().every().toSeconds() == 2 && only().health() == Health.UP);
        assertThat(samples("probe_success", url("/"))).noneMatch(Sample::stale);
        targets.follow(List.of());
        Await.until("it ends", () -> samples("probe_success", url("/")).getLast().stale());
    }

    @Test
    void anAddressWithoutASchemeGetsWhatTheJobSays() throws Exception {
        follow("{targets: ['127.0.0.1:" + server.getAddress().getPort() + "'], path: /ready, params: {deep: ['1']}, every: 1s}");
        awaitHealth(Health.UP);
        assertThat(only().url()).isEqualTo(url("/ready?deep=1"));
        assertThat(only().labels().get("instance")).isEqualTo("127.0.0.1:" + server.getAddress().getPort());
    }

    private void awaitFailures(int many) {
        Await.until("it failed " + many + " times", () -> targets.all().size() == 1 && only().failing().filter(failing -> failing.scrapes() >= many).isPresent());
    }

    @Test
    void aNameThatIsNoHostToJavaIsAskedAgainAndAgain() throws Exception {
        follow("{targets: ['my_service.invalid:8080'], every: 200ms}");
        awaitFailures(3);
        assertThat(only().error()).isIn("no such host: my_service.invalid", "its name was not found out in time");
    }

    @Test
    void partsThatMakeNoAddressAreNamedAndFailEachTime() throws Exception {
        follow("{targets: ['127.0.0.1:" + server.getAddress().getPort() + "'], path: '/a|b', every: 100ms}");
        awaitFailures(3);
        assertThat(only().error()).isEqualTo("__address__, __metrics_path__ and the parameters make no address such as https://example.org/health; Illegal character in path at character " + (url("/a").length() + 1));
        for (var address : List.of("256.1.1.1:80", "127.1:80", "127.0.0.1:65536", "127.0.0.1:0")) {
            follow("{targets: ['" + address + "'], every: 100ms}");
            Await.until(address + " is told of", () -> only().url().contains(address) && only().failing().filter(failing -> failing.scrapes() >= 3).isPresent());
            assertThat(only().error()).isEqualTo("expected host:port as __address__, a name or an address and a port from 1 to 65535, found \"" + address + "\"");
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void aRuleThatMakesNoAddressIsNamed() throws Exception {
        follow("{targets: ['" + url("/") + "'], every: 100ms, relabel_configs: [{target_label: __address__, replacement: 'ftp://x/'}]}");
        awaitHealth(Health.DOWN);
        assertThat(only().error()).contains("expected an address such as https://example.org/health");
        assertThat(asked).hasValue(0);
    }
}
