package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Brakes;
import koboshi.action.Proof;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Objective;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.resource.Bytes;
import koboshi.resource.Gentle;
import koboshi.resource.Keep;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    Path folder;

    private Configuration read(String text) throws Exception {
        return Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), text));
    }

    private Configuration full() throws Exception {
        return Configuration.read(Files.copy(Path.of("src/test/resources/koboshi/config/full.yaml"), folder.resolve("koboshi.yaml")));
    }

    private static final ResourceId LIVE_QA = ResourceId.service("live-qa");

    @Test
    void readsAServiceWithEveryKey() throws Exception {
        var run = new Origin.Run(List.of("java", "-jar", "live qa.jar"), folder.resolve("app").toString(), Map.of("MODE", "live", "PORT", "8080"));
        assertThat(full().plan().services().get(LIVE_QA)).isEqualTo(new Service(
                LIVE_QA, "local", "web", 0, run,
                new Keep(3, Duration.ofMinutes(5), Duration.ofMillis(200), Duration.ofSeconds(10)),
                Optional.of(Bytes.mebi(512)), Duration.ofSeconds(20), Duration.ofSeconds(3),
                Optional.of(folder.resolve("logs/live-qa.log").toString()),
                Optional.of("http://127.0.0.1:8080/"), Optional.of("http://127.0.0.1:8090/"),
                new Gentle(Optional.of(Bytes.mebi(400)), Optional.of("sum(questions_in_work) == 0"))));
    }

    @Test
    void readsHowLongLinesAreKeptAndWhatASenderMaySend() throws Exception {
        var settings = full().settings();
        assertThat(settings.logs()).isEqualTo(new Settings.Logs(Duration.ofDays(3), 64 << 20));
        assertThat(settings.senders()).isEqualTo(new Settings.Senders(1000, 1 << 20, 500));
    }

    @Test
    void readsAnAdoptedServiceAndFillsInWhatIsUsual() throws Exception {
        var service = full().plan().services().get(ResourceId.service("queue"));
        assertThat(service.origin()).isEqualTo(new Origin.Adopt("/run/queue.pid", List.of("systemctl", "start", "queue")));
        assertThat(service).extracting(Service::role, Service::floor, Service::host, Service::keep, Service::warmUp)
                .containsExactly("queue", 0, "local", Keep.DEFAULT, Duration.ofSeconds(30));
    }

    @Test
    void readsHowLongSeriesAreKeptAndWhichSamplesAreTaken() throws Exception {
        assertThat(read("metrics: {keep: 2d, disk: 1GiB, late: 1h, ahead: 5s}\n").settings().metrics())
                .isEqualTo(new Settings.Metrics(Duration.ofDays(2), 1L << 30, Duration.ofHours(1), Duration.ofSeconds(5), Settings.Pace.DEFAULT));
        assertThat(read("metrics: {keep: 2d}\n").settings().metrics()).extracting(Settings.Metrics::late, Settings.Metrics::ahead)
                .containsExactly(Duration.ofMinutes(30), Duration.ofMinutes(10));
    }

    @Test
    void readsAJourneyAndSendsJsonInTheOrderWritten() throws Exception {
        var journey = full().plan().journeys().get("ask-and-hear");
        assertThat(journey).extracting(Journey::service, Journey::every, Journey::timeout, Journey::identity).containsExactly(
                LIVE_QA, Duration.ofSeconds(1), Duration.ofMillis(600), Optional.of(new Journey.Identity("X-Service", "live-qa")));
        assertThat(journey.steps().getFirst()).isEqualTo(new Step.Http(
                "ask", "POST", "http://127.0.0.1:8080/questions", Map.of("Content-Type", "application/json", "X-Probe", "yes"),
                Optional.of("{\"text\":\"保育料は?\",\"author\":\"probe\",\"tries\":2,\"urgent\":false,\"to\":[1,null]}"),
                new Step.Expectation(List.of(202), Map.of("Cache-Control", "no-store"), List.of(), Map.of()),
                Map.of("id", new Step.Capture.Json("/id"), "where", new Step.Capture.Header("Location"), "number", new Step.Capture.Regex("id=(\\d+)"))));
    }

    @Test
    void namesAStepByItsMethodAndPathAndLeavesCapturesForTheRun() throws Exception {
        var hear = (Step.Http) full().plan().journeys().get("ask-and-hear").steps().get(1);
        assertThat(hear.name()).isEqualTo("GET /questions/${id}");
        assertThat(hear.url()).isEqualTo("http://127.0.0.1:8080/questions/${id}");
        assertThat(hear.expect()).isEqualTo(new Step.Expectation(List.of(200, 202), Map.of(), List.of("answered"), Map.of("/status", "answered", "/count", "1")));
    }

    @Test
    void bindsAGuardToItsServiceRunbookProofAndBrakes() throws Exception {
        var duty = full().plan().duties().get("silent");
        assertThat(duty.guard().condition()).isEqualTo(new Condition.JourneyFails("ask-and-hear"));
        assertThat(duty.guard().on()).contains(LIVE_QA);
        assertThat(duty.runbook().then()).containsExactly(Verb.CAPTURE, Verb.RESTART);
        assertThat(duty.runbook().prove()).contains(new Proof("ask-and-hear", Duration.ofMinutes(1)));
        assertThat(duty.runbook().brakes()).isEqualTo(new Brakes(6, Duration.ofMinutes(1), false, true));
    }

    @Test
    void readsTheOtherConditions() throws Exception {
        var duties = full().plan().duties();
        assertThat(duties.get("too-many-waiting").guard().condition()).isEqualTo(new Condition.Gives("questions_waiting > 50"));
        assertThat(duties.get("too-many-waiting").guard()).extracting("holdFor", "keepFiringFor", "unknownGrace")
                .containsExactly(Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofMinutes(10));
        assertThat(duties.get("no-speech").guard().condition()).hasToString("Absent[selector=speech_queue_seconds{channel=\"live\"}, window=PT2M]");
        assertThat(duties.get("nightly-late").guard().condition())
                .isEqualTo(new Condition.HeartbeatOverdue("nightly", Duration.ofDays(1), Duration.ofMinutes(15)));
    }

    @Test
    void readsWhatMustNotRunOut() throws Exception {
        var duties = full().plan().duties();
        assertThat(duties.get("memory-runs-out").guard().condition()).isEqualTo(new Condition.RunsOut(
                "process_resident_memory_bytes", Optional.of("live-qa"), 500 << 20, false, true, Duration.ofMinutes(20), Duration.ofHours(3), 0.999));
        assertThat(duties.get("memory-runs-out").guard().on()).contains(LIVE_QA);
        assertThat(duties.get("memory-runs-out").runbook().then()).containsExactly(Verb.RESTART_GENTLY, Verb.NOTIFY);
        assertThat(duties.get("disk-runs-out").guard().condition()).isEqualTo(new Condition.RunsOut(
                "node_filesystem_avail_bytes", Optional.empty(), 1 << 30, true, true, Duration.ofMinutes(30), Duration.ofHours(2), 0.99));
    }

    @Test
    void theLimitAndTheSeriesOfMemoryAreThoseOfTheService() throws Exception {
        var configuration = read("""
                services: {a: {run: a, memory: {limit: 100MiB}}}
                guards: {g: {exhaustion: {on: service/a}, then: [restart-gently]}, h: {exhaustion: {of: x}, on: service/a, then: []}}
                """);
        assertThat(configuration.plan().duties().get("g").guard().condition()).isEqualTo(new Condition.RunsOut(
                "container_memory_rss{service=\"a\"} or process_resident_memory_bytes{service=\"a\"}", Optional.of("a"), 100 << 20, false, true, Duration.ofMinutes(30), Duration.ofHours(2), 0.99));
        assertThat(((Condition.RunsOut) configuration.plan().duties().get("h").guard().condition()).limit()).isEqualTo(100 << 20);
    }

    /** Two visits of one burst were two incidents: five odd values pass before the second holds. */
    @Test
    void whatComesBackWithinTwelveValuesIsTheSameAlarm() throws Exception {
        var guard = read("guards: {g: {anomaly: {of: x, every: 40s}, then: []}}\n").plan().duties().get("g").guard();
        assertThat(guard.keepFiringFor()).isEqualTo(Duration.ofSeconds(40 * (12 + 5)));
    }

    private Condition.Strange strange(String more) throws Exception {
        return (Condition.Strange) read("guards: {g: {anomaly: {of: x" + more + "}, then: []}}\n").plan().duties().get("g").guard().condition();
    }

    @Test
    void theStepsOfAnAnomalyFitItsSeason() throws Exception {
        assertThat(strange("")).isEqualTo(new Condition.Strange("x", Duration.ofMinutes(1), Duration.ofDays(1)));
        assertThat(strange(", season: 1w").every()).isEqualTo(Duration.ofDays(7).dividedBy(2_000));
        assertThat(strange(", every: 275s, season: 1w").every()).isEqualTo(Duration.ofSeconds(275));
        assertThat(catchThrowable(() -> strange(", every: 274s, season: 1w"))).hasMessageContaining("anomaly.every: too short for a season of 7d").hasMessageContaining("at least 4m35s");
        assertThat(catchThrowable(() -> strange(", every: 10m, season: 1h"))).hasMessageContaining("anomaly.every: expected from 1s to 2m30s");
    }

    @Test
    void anObjectiveMakesAGuardForAFastAndOneForASlowBurn() throws Exception {
        var objective = new Objective("valid answers", "sum(rate(answers_valid_total[5m]))", "sum(rate(answers_total[5m]))", 0.99, Duration.ofDays(30));
        var duties = full().plan().duties();
        assertThat(duties.get("burns-fast:live-qa").guard().condition()).isEqualTo(new Condition.Burns(objective, true));
        assertThat(duties.get("burns-slowly:live-qa").guard().condition()).isEqualTo(new Condition.Burns(objective, false));
        assertThat(duties.get("burns-fast:live-qa").runbook().then()).containsExactly(Verb.NOTIFY);
    }

    @Test
    void addsTheGuardsNobodyHasToWrite() throws Exception {
        assertThat(full().plan().duties()).containsKeys("soft-memory:live-qa", "fallen:live-qa", "exhausted:queue", "agent-away:local");
    }

    @Test
    void whatIsDoneAboveTheSoftLineIsBrakedAsItsServiceSays() throws Exception {
        assertThat(full().plan().duties().get("soft-memory:live-qa").runbook().brakes()).isEqualTo(Brakes.DEFAULT);
        var duties = read("services: {a: {run: a, memory: {limit: 100MiB, soft: 50MiB, brakes: {per_hour: 12, cool_down: 5s}}}}").plan().duties();
        assertThat(duties.get("soft-memory:a").runbook().brakes()).isEqualTo(new Brakes(12, Duration.ofSeconds(5), false, false));
        assertThat(duties.get("soft-memory:a").runbook().then()).containsExactly(Verb.RESTART_GENTLY);
        assertThat(catchThrowable(() -> read("services: {a: {run: a, memory: {limit: 100MiB, brakes: {per_hour: 12}}}}"))).hasMessageContaining("memory.brakes: has an effect only beside soft");
    }

    @Test
    void provesARestartByTheSameJourneyAfterTheWarmUpUnlessToldOtherwise() throws Exception {
        var configuration = read("""
                services: {a: {run: a, warm_up: 10s}}
                journeys: {j: {service: a, steps: [{get: "http://127.0.0.1/"}]}}
                guards: {g: {journey: j, then: [restart]}}
                """);
        assertThat(configuration.plan().duties().get("g").runbook().prove()).contains(new Proof("j", Duration.ofSeconds(40)));
        assertThat(configuration.plan().journeys().get("j")).extracting(Journey::every, Journey::timeout)
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void anEmptyFileGuardsNothing() throws Exception {
        for (var text : List.of("", "# nothing yet\n", "services:\nguards:\n")) {
            assertThat(read(text).plan().duties()).isEmpty();
            assertThat(read(text).settings().listen()).isEqualTo(Settings.Listen.DEFAULT);
        }
        assertThat(read("").settings().state()).isEqualTo(folder.resolve(".koboshi"));
    }

    @Test
    void theExampleIsSoundAndWarnsOfNothing() throws Exception {
        var configuration = read(Configuration.example());
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.plan().duties()).containsKey("silent");
        assertThat(configuration.source()).isEqualTo(Configuration.example());
    }

    @Test
    void theExamplesCommentedPartsAreSoundToo() throws Exception {
        var whole = Configuration.example().lines()
                .map(line -> line.matches(" *# ( *)(notify|webhook|url|secret|environment|DATABASE_PASSWORD|too-many-waiting|heartbeats|nightly):.*")
                        ? line.replaceFirst("# ", "") : line)
                .reduce("", (text, line) -> text + line + "\n");
        assertThat(read(whole).settings().webhook()).isPresent();
        assertThat(read(whole).plan().duties()).containsKey("too-many-waiting");
    }

    @Test
    void readsAFolderAsOneConfigurationWithPathsFromEachFilesFolder() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "services: {a: {run: ./a}}\n");
        Files.writeString(folder.resolve("b.yaml"), "journeys: {j: {service: a, steps: [{get: \"http://127.0.0.1/\"}]}}\n");
        Files.writeString(folder.resolve("c.yaml"), "guards: {g: {journey: j, then: [notify]}}\n");
        Files.writeString(folder.resolve(".hidden.yaml"), "nonsense");
        var configuration = Configuration.read(folder);
        assertThat(configuration.plan().duties()).containsKey("g");
        assertThat(configuration.source()).startsWith("# a.yaml\nservices").contains("# c.yaml\nguards");
        assertThat(configuration.settings().state()).isEqualTo(folder.resolve(".koboshi"));
    }

    @Test
    void readsAliasesAndAByteOrderMarkAndJapanese() throws Exception {
        var configuration = read("\uFEFFservices: {a: {run: [echo, 'こんにちは 世界'], keep: &k {times: 1}}, b: {run: b, keep: *k}}\n");
        assertThat(configuration.plan().services().get(ResourceId.service("b")).keep().times()).isEqualTo(1);
    }

    @Test
    void fetchesSecretsOnlyWhenAsked() throws Exception {
        Files.writeString(folder.resolve("password"), "hunter2\n");
        var configuration = read("services: {a: {run: a, environment: {MODE: x, DB: {file: password}, P: {env: PATH}}}}\n"
                + "notify: {webhook: {url: \"https://chat.example.org/T123/token\", secret: {file: password}}}\n");
        assertThat(configuration.environment(ResourceId.service("a")))
                .isEqualTo(Map.of("MODE", "x", "DB", "hunter2", "P", System.getenv("PATH")));
        assertThat(configuration.toString()).doesNotContain("hunter2").doesNotContain(System.getenv("PATH")).doesNotContain("T123");
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void saysWhichSecretIsMissing() throws Exception {
        var configuration = read("services: {a: {run: a, environment: {DB: {env: KOBOSHI_NO_SUCH_VARIABLE}}}}\n");
        assertThat(configuration.warnings()).hasToString(
                "[koboshi.yaml:1:42: services.a.environment.DB: environment variable KOBOSHI_NO_SUCH_VARIABLE is not set]");
        assertThat(catchThrowable(() -> configuration.environment(ResourceId.service("a"))))
                .isInstanceOf(IOException.class)
                .hasMessage("environment variable KOBOSHI_NO_SUCH_VARIABLE is not set");
    }
}
