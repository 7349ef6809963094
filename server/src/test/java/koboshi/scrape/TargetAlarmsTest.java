package koboshi.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import koboshi.config.Configuration;
import koboshi.config.ScrapeJob;
import koboshi.guard.GuardKey;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import koboshi.scrape.TargetStatus.Failing;
import koboshi.scrape.TargetStatus.Health;
import koboshi.series.Labels;
import koboshi.signal.Reading;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetAlarmsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private ScrapeJob job;

    @BeforeEach
    void read() throws Exception {
        job = Scraped.job(folder, "{targets: [a]}");
    }

    /** @param failures in a row, fifteen seconds apart */
    private TargetStatus target(String name, int failures) {
        var last = START.plusSeconds(15L * Math.max(0, failures - 1));
        return new TargetStatus(
                "demo", Map.of(), Labels.of("instance", name, "job", "demo"), "http://" + name + "/metrics", failures == 0 ? Health.UP : Health.DOWN,
                failures == 0 ? "" : "nobody listens", "", TargetStatus.Recent.NONE, failures == 0 ? Optional.empty() : Optional.of(new Failing(failures, START)), Optional.of(last),
                Duration.ZERO, Duration.ofSeconds(15), Duration.ofSeconds(10), 0, 0, List.of(), "");
    }

    private List<Reading> told(ScrapeJob of, List<TargetStatus> targets) {
        return TargetAlarms.findings(new Targets.Roll(of, targets, List.of(), Optional.empty())).readings();
    }

    @Test
    void oneFailedScrapeMayBeALostPacket() {
        assertThat(told(job, List.of(target("a", 1), target("b", 2), target("c", 0)))).extracting(Reading::says)
                .containsExactly("", "b of demo has not answered since 2026-01-01T00:00:00Z: nobody listens");
    }

    @Test
    void aServiceHasTimeToRise() throws Exception {
        var all = Scraped.jobs(folder, "services: {web: {run: x, warm_up: 40s, metrics: {scrape: 'http://a/metrics'}}}\n");
        assertThat(told(all.getFirst(), List.of(target("a", 3)))).noneMatch(Reading::bad);
        assertThat(told(all.getFirst(), List.of(target("a", 4)))).allMatch(Reading::bad);
        var duty = TargetAlarms.guarding(Plan.EMPTY, all).duties().get("target-away:web");
        assertThat(duty.guard().on()).contains(ResourceId.service("web"));
    }

    @Test
    void aNetworkThatIsGoneIsNoFloodOfCalls() {
        var all = IntStream.range(0, 500).mapToObj(i -> target("host-" + i, 2)).toList();
        assertThat(told(job, all)).hasSize(20).last().extracting(Reading::says).asString().startsWith("more than 19 targets of demo are away");
    }

    @Test
    void aJobOfAnyNameHasAGuard() throws Exception {
        var yaml = "scrapes: {all: {prometheus: p.yml}, quiet: {prometheus: q.yml, alarm: false}}\n";
        Files.writeString(folder.resolve("p.yml"), "scrape_configs: [{job_name: 'blackbox / http', static_configs: [{targets: [a]}]}]\n");
        Files.writeString(folder.resolve("q.yml"), "scrape_configs: [{job_name: other, static_configs: [{targets: [a]}]}]\n");
        var plan = TargetAlarms.guarding(Plan.EMPTY, Scraped.jobs(folder, yaml));
        assertThat(plan.duties().values()).singleElement().satisfies(duty -> {
            assertThat(duty.name()).startsWith("target-away:blackbox-http-");
            assertThat(new ResourceId("guard", GuardKey.of(duty.name()).guard())).isNotNull();
        });
    }

    @Test
    void aGuardOfThatNameSomebodyWroteStays() throws Exception {
        var plan = Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), "guards: {high: {when: 'a > 5', then: [notify]}}\n")).plan();
        var own = new Plan(Map.of(), Map.of(), Map.of("target-away:demo", plan.duties().get("high")));
        assertThat(TargetAlarms.guarding(own, List.of(job)).duties().get("target-away:demo").guard().name()).isEqualTo("high");
    }
}
