package koboshi.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import koboshi.scrape.TargetStatus.Health;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it, with a clock that goes. */
class TargetsTest {
    @TempDir
    Path folder;

    private Exposer exposer;
    private Store store;
    private Targets targets;
    private final AtomicBoolean starved = new AtomicBoolean();

    /** Has no memory, once, for whoever scrapes. */
    private Instant now() {
        if (Thread.currentThread().getName().startsWith("scrape ") && starved.getAndSet(false)) {
            throw new OutOfMemoryError("Java heap space");
        }
        return Instant.now();
    }

    @BeforeEach
    void start() throws IOException {
        exposer = new Exposer().says("a 1\n");
        store = Store.open(folder.resolve("series"), Settings.standard());
        targets = new Targets(store, this::now, "Koboshi/test", folder.resolve("answered"));
    }

    @AfterEach
    void stop() throws IOException {
        targets.close();
        store.close();
        exposer.close();
    }

    private void follow(String jobs) throws Exception {
        targets.follow(Scraped.jobs(folder, "scrapes:\n" + jobs.indent(2)));
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private List<Sample> samples(Labels labels) {
        return store.select(List.of(new Matcher(Labels.NAME, true, labels.name())), 0, Long.MAX_VALUE - 1).stream()
                .filter(one -> one.labels().equals(labels)).flatMap(one -> one.samples().stream()).toList();
    }

    private List<Sample> samples(String name, String job) {
        return samples(Labels.of(Labels.NAME, name, "job", job, "instance", exposer.address()));
    }

    private boolean ended(String name, String job) {
        var all = samples(name, job);
        return !all.isEmpty() && all.getLast().stale();
    }

    @Test
    void scrapesATargetAgainAndAgain() throws Exception {
        follow("demo: {targets: ['" + exposer.address() + "'], every: 200ms}");
        assertThat(targets.all()).singleElement().satisfies(one -> assertThat(one.health()).isIn(Health.UNKNOWN, Health.UP));
        await("some samples", () -> samples("a", "demo").size() > 3);
        assertThat(targets.all()).singleElement().satisfies(one -> {
            assertThat(one.health()).isEqualTo(Health.UP);
            assertThat(one.url()).isEqualTo("http://" + exposer.address() + "/metrics");
            assertThat(one.samples()).isEqualTo(1);
            assertThat(one.discovered()).containsEntry("__address__", exposer.address()).containsEntry("__scrape_interval__", "200ms");
        });
    }

    /** The loop ended without a word, and nobody was told. */
    @Test
    void goesOnAfterAWantOfMemory() throws Exception {
        follow("demo: {targets: ['" + exposer.address() + "'], every: 100ms}");
        await("some samples", () -> samples("a", "demo").size() > 2);
        starved.set(true);
        await("no memory", () -> !starved.get());
        int before = samples("a", "demo").size();
        await("more samples", () -> samples("a", "demo").size() > before + 2);
    }

    @Test
    void followsFilesOfTargets() throws Exception {
        var file = Files.writeString(folder.resolve("web.json"), "[]");
        follow("demo: {files: ['*.json'], every: 200ms}");
        assertThat(targets.all()).isEmpty();
        Files.writeString(file, "[{\"targets\": [\"" + exposer.address() + "\"], \"labels\": {\"zone\": \"a\"}}]");
        var found = Labels.of(Labels.NAME, "a", "job", "demo", "instance", exposer.address(), "zone", "a");
        await("the target of the file", () -> samples(found).size() > 1);
        assertThat(targets.all().getFirst().discovered()).containsEntry("__meta_filepath", file.toString());
        Files.writeString(file, "[{\"targets\": 5");
        Files.writeString(folder.resolve("more.json"), "[{\"targets\": [\"127.0.0.1:1\"]}]");
        await("the other file", () -> targets.all().size() == 2);
        Files.writeString(file, "[]");
        await("the end of its series", () -> samples(found).getLast().stale());
        await("the end of its target", () -> targets.all().size() == 1);
        assertThat(targets.all()).singleElement().satisfies(one -> assertThat(one.labels().get("instance")).isEqualTo("127.0.0.1:1"));
    }

    @Test
    void aJobThatChangesGoesOnWithItsSeriesAndOneThatIsTakenAwayEndsThem() throws Exception {
        follow("demo: {targets: ['" + exposer.address() + "'], every: 200ms}");
        await("a sample", () -> samples("a", "demo").size() > 1);
        follow("demo: {targets: ['" + exposer.address() + "'], every: 100ms}");
        int before = samples("a", "demo").size();
        await("more samples", () -> samples("a", "demo").size() > before + 2);
        assertThat(samples("a", "demo")).noneMatch(Sample::stale);
        follow("other: {targets: ['" + exposer.address() + "'], every: 100ms}");
        await("the end", () -> ended("a", "demo") && ended("up", "demo"));
        await("the other job", () -> samples("a", "other").size() > 1);
    }

    @Test
    void seriesGoOnOverARestartOfOurs() throws Exception {
        follow("demo: {targets: ['" + exposer.address() + "'], every: 100ms}");
        await("a sample", () -> samples("a", "demo").size() > 1);
        targets.close();
        assertThat(samples("a", "demo")).noneMatch(Sample::stale);
    }

    @Test
    void stopsWithoutWaitingForASlowAnswer() throws Exception {
        var asked = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        exposer.says(exchange -> {
            asked.countDown();
            try {
                released.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        follow("demo: {targets: ['" + exposer.address() + "'], every: 20s, timeout: 20s}");
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        targets.close();
        assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(10).toNanos());
        assertThat(samples("up", "demo")).as("a failure of ours is none of the target").isEmpty();
        released.countDown();
    }

    @Test
    void moreTargetsThanALimitAreNotAskedAndSaySo() throws Exception {
        follow("demo: {targets: ['" + exposer.address() + "', '127.0.0.1:1'], every: 100ms, target_limit: 1}");
        await("both to be refused", () -> targets.all().stream().allMatch(one -> one.health() == Health.DOWN));
        assertThat(targets.all()).hasSize(2).allSatisfy(one ->
                assertThat(one.error()).isEqualTo("the job has 2 targets where target_limit is 1: none of them is scraped"));
        assertThat(exposer.times()).isZero();
        await("a sample of up", () -> !samples("up", "demo").isEmpty());
        assertThat(samples("up", "demo").getFirst().value()).isZero();
    }

    @Test
    void badTargetsHarmNoOther() throws Exception {
        try (var endless = new Exposer(); var page = new Exposer().says(Exposer.bytes("text/html", new byte[] {'<'}))) {
            endless.says(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                try {
                    for (var line = "a 1\n".repeat(10_000).getBytes(); ; ) {
                        exchange.getResponseBody().write(line);
                    }
                } catch (IOException _) {
                    // Whoever listened has gone.
                }
            });
            follow("""
                    demo: {targets: ['%s'], every: 1s}
                    endless: {targets: ['%s'], every: 1s, timeout: 300ms}
                    page: {targets: ['%s'], every: 1s}
                    """.formatted(exposer.address(), endless.address(), page.address()));
            await("the bad ones to be named", () -> targets.all().stream().filter(one -> one.health() == Health.DOWN).count() == 2);
            int before = samples("a", "demo").size();
            await("the good one to go on", () -> samples("a", "demo").size() > before + 2);
            assertThat(samples("up", "demo").reversed().subList(0, 2)).allSatisfy(one -> assertThat(one.value()).isOne());
        }
    }

    /** Each tenth of the time gets its share, give or take what chance does. */
    @Test
    void targetsAreSpreadOverTheTimeBetweenTwoScrapes() throws Exception {
        var addresses = IntStream.range(0, 1000).mapToObj(i -> "'10.0.0.1:" + i + "'").collect(Collectors.joining(","));
        var found = Scraped.targets(Scraped.job(folder, "{targets: [" + addresses + "], every: 10s}"));
        var shares = found.stream().collect(Collectors.groupingBy(one -> one.offsetMillis() / 1000, Collectors.counting()));
        assertThat(shares).hasSize(10).allSatisfy((_, share) -> assertThat(share).isBetween(65L, 135L));
        assertThat(found.getFirst().offsetMillis()).isEqualTo(Scraped.targets(found.getFirst().job()).getFirst().offsetMillis());
    }

    @Test
    void rulesChooseAndRewriteTargets() throws Exception {
        follow("""
                demo:
                  targets: [one, two, drop-me]
                  every: 100ms
                  relabel_configs:
                    - {source_labels: [__address__], regex: 'drop.*', action: drop}
                    - {source_labels: [__address__], target_label: __param_target}
                    - {source_labels: [__param_target], target_label: instance}
                    - {target_label: __address__, replacement: '%s'}
                    - {target_label: __metrics_path__, replacement: /probe}
                """.formatted(exposer.address()));
        assertThat(targets.all()).extracting(TargetStatus::url).containsExactly(
                "http://" + exposer.address() + "/probe?target=one", "http://" + exposer.address() + "/probe?target=two");
        assertThat(targets.all()).extracting(one -> one.labels().toString()).containsExactly("{instance=\"one\",job=\"demo\"}", "{instance=\"two\",job=\"demo\"}");
        assertThat(targets.dropped()).singleElement().satisfies(one -> assertThat(one).containsEntry("__address__", "drop-me"));
    }

    private List<String> missed() {
        return targets.rolls(Instant.now()).stream().flatMap(roll -> roll.missed().stream()).map(Missed.Gone::url).toList();
    }

    private void startAgain() {
        targets.close();
        targets = new Targets(store, this::now, "Koboshi/test", folder.resolve("answered"));
    }

    @Test
    void aTargetThatIsTakenOutOfItsFileWhileWeAreDownIsMissed() throws Exception {
        var job = "demo: {files: ['web.yml'], every: 200ms}";
        var file = Files.writeString(folder.resolve("web.yml"), "- targets: ['" + exposer.address() + "', '127.0.0.1:1']\n");
        follow(job);
        await("that it is remembered", () -> Files.exists(folder.resolve("answered")));
        startAgain();
        Files.writeString(file, "- targets: [\n");
        follow(job);
        await("that the file is found to be broken", () -> targets.rolls(Instant.now()).stream().anyMatch(roll -> roll.trouble().isPresent()));
        assertThat(missed()).isEmpty();
        Files.writeString(file, "- targets: ['127.0.0.1:2']\n");
        await("that it is missed", () -> missed().equals(List.of("http://" + exposer.address() + "/metrics")));
        startAgain();
        follow("demo: {files: ['other-*.yml'], every: 200ms}");
        await("that it is let go", () -> read(folder.resolve("answered")).equals("[]"));
        assertThat(missed()).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException trouble) {
            throw new AssertionError(trouble);
        }
    }

    /** Health was up, and the list of targets said nothing. */
    @Test
    void aTargetOfWrongMomentsAndOneThatFailsNowAndThenAreAmongTheTroubled() throws Exception {
        exposer.says("a 1 " + Instant.now().minus(Duration.ofHours(2)).toEpochMilli() + "\n");
        follow("demo: {targets: ['" + exposer.address() + "'], every: 100ms}\n");
        await("the warning", () -> !targets.troubled().isEmpty());
        assertThat(targets.troubled().getFirst().warning()).contains("1 samples of more than an hour ago");
        assertThat(targets.all().getFirst().health()).isEqualTo(Health.UP);
        exposer.says("oh no\n");
        await("three failures", () -> targets.troubled().stream().anyMatch(one -> one.failed() >= 3));
        exposer.says("a 1\n");
        await("it is well", () -> targets.all().getFirst().health() == Health.UP);
        assertThat(targets.troubled()).singleElement().satisfies(one -> assertThat(one.failed()).isGreaterThanOrEqualTo(3));
    }
}
