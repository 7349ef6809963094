package koboshi.agent.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.agent.Await;
import koboshi.agent.Program;
import koboshi.agent.fact.EvidenceFolder;
import koboshi.agent.fact.FactSpool;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.resource.Keep;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.signal.Fact;
import koboshi.signal.Fact.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the keep policy and commands do with real processes; small ones, so that there may be many. */
class WardTest {
    private static final ResourceId ON = ResourceId.service("doll");
    private static final List<String> SLEEP = List.of("sleep", "1000");
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private FactSpool facts;
    private Wards wards;
    private long acts;

    @BeforeEach
    void begin() throws IOException {
        facts = FactSpool.open(folder.resolve("facts.jsonl"));
        wards = Wards.open(kit());
    }

    @AfterEach
    void end() throws Exception {
        order(Verb.STOP);
        clock.shutdownNow();
        facts.close();
    }

    @Test
    void aFallenServiceRisesAfterWaitsThatDoubleUntilItsPolicyIsUsedUp() throws IOException {
        guard(service(new Origin.Run(List.of("false"), "", Map.of()), new Keep(3, SOON, Duration.ofMillis(10), Duration.ofMillis(25))));
        fact(Fact.Exhausted.class, 1);
        assertThat(told(Fact.Exited.class)).extracting(Fact.Exited::next)
                .containsExactly(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(25), Duration.ZERO);
        assertThat(told(Fact.Exited.class)).extracting(Fact.Exited::cause).containsOnly(Cause.FAILED);
        assertThat(told(Fact.Exhausted.class)).containsExactly(new Fact.Exhausted(3, SOON));
    }

    @Test
    void whatIsUsedUpStaysDownForTheNextAgentToo() throws Exception {
        guard(service(new Origin.Run(List.of("false"), "", Map.of()), new Keep(0, SOON, Duration.ZERO, Duration.ZERO)));
        fact(Fact.Exhausted.class, 1);
        Await.until("it is written down", () -> record().contains("EXHAUSTED"));
        wards = Wards.open(kit());
        assertThat(order(Verb.STOP)).isEqualTo(Outcome.Done.plain("it was not running"));
        assertThat(told(Fact.Started.class)).hasSize(1);
    }

    @Test
    void aCommandStartsWhatLies() throws Exception {
        guard(service(new Origin.Run(List.of("false"), "", Map.of()), new Keep(0, SOON, Duration.ZERO, Duration.ZERO)));
        fact(Fact.Exhausted.class, 1);
        assertThat(order(Verb.START)).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.detail()).matches("pid \\d+ runs"));
        fact(Fact.Exhausted.class, 2);
    }

    @Test
    void anOrderedEndIsNoFall() throws Exception {
        guard(sleeping());
        long pid = fact(Fact.Started.class, 1).pid();
        assertThat(order(Verb.STOP)).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.detail()).startsWith("pid " + pid + " ended by SIGTERM in "));
        assertThat(told(Fact.Exited.class)).extracting(Fact.Exited::cause).containsExactly(Cause.ORDERED);
        assertThat(record()).contains("STOPPED");
    }

    @Test
    void whatItStartedEndsWithIt() throws Exception {
        guard(service(new Origin.Run(List.of("sh", "-c", "trap '' TERM; sleep 1000 & sleep 1000"), "", Map.of()), Keep.DEFAULT));
        long pid = fact(Fact.Started.class, 1).pid();
        Await.until("all three run", () -> Proc.session(pid).size() == 3);
        order(Verb.RESTART);
        assertThat(Proc.session(pid)).isEmpty();
        assertThat(Proc.session(fact(Fact.Started.class, 2).pid())).isNotEmpty();
    }

    @Test
    void aGentleRestartLetsTheProcessFinishWhatItIsAt() throws Exception {
        var finishes = "trap 'sleep 1; echo done > finished; exit 0' TERM; echo ready > ready; while :; do sleep 0.1; done";
        guard(service(new Origin.Run(List.of("sh", "-c", finishes), "", Map.of()), Keep.DEFAULT));
        long first = fact(Fact.Started.class, 1).pid();
        Await.until("it is ready", () -> Files.exists(folder.resolve("ready")));

        assertThat(order(Verb.RESTART_GENTLY)).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.detail()).contains("ended by SIGTERM"));

        assertThat(folder.resolve("finished")).exists();
        assertThat(fact(Fact.Started.class, 2).pid()).isNotEqualTo(first);
        assertThat(fact(Fact.Exited.class, 1).cause()).isEqualTo(Cause.ORDERED);
    }

    @Test
    void aProgramThatIsMissingIsSaidToBe() throws IOException {
        guard(service(new Origin.Run(List.of("no-such-program"), "", Map.of()), new Keep(0, SOON, Duration.ZERO, Duration.ZERO)));
        assertThat(fact(Fact.StartFailed.class, 1).why()).isEqualTo("no such program: no-such-program");
        fact(Fact.Exhausted.class, 1);
    }

    @Test
    void whatANewerGrantLeavesOutGoesOnRunningAndIsAdoptedLater() throws Exception {
        guard(sleeping());
        long pid = fact(Fact.Started.class, 1).pid();
        guard();
        assertThat(order(Verb.CAPTURE)).isEqualTo(new Outcome.Failed("service/doll is not guarded here"));
        guard(sleeping());
        var again = fact(Fact.Started.class, 2);
        assertThat(again.pid()).isEqualTo(pid);
        assertThat(again.adopted()).isTrue();
    }

    @Test
    void aStartInterruptedByTheAgentsDeathIsFoundByItsEnvironment() throws Exception {
        guard(sleeping());
        long pid = fact(Fact.Started.class, 1).pid();
        Await.until("it is written down", () -> record().contains("RUNNING"));
        guard();
        // As it is on disk between the fork and the writing down of the pid.
        var kept = Json.read(record(), Kept.class);
        Files.writeString(folder.resolve("kept/doll.json"), Json.write(kept.starting(kept.nonce(), 0), Kept.class));
        guard(sleeping());
        assertThat(fact(Fact.Started.class, 2).pid()).isEqualTo(pid);
    }

    @Test
    void aProcessOfSomebodyElseIsAdoptedByItsPidFileAndItsEndIsUnexplained() throws Exception {
        var other = new ProcessBuilder(SLEEP).start();
        Files.writeString(folder.resolve("pid"), other.pid() + "\n");
        guard(service(new Origin.Adopt("pid", List.of()), Keep.DEFAULT));
        assertThat(fact(Fact.Started.class, 1)).returns(other.pid(), Fact.Started::pid).returns(true, Fact.Started::adopted);
        assertThat(order(Verb.RESTART)).isEqualTo(new Outcome.Failed("service/doll is only watched: it has no start command"));
        other.destroyForcibly();
        assertThat(fact(Fact.Exited.class, 1).cause()).isEqualTo(Cause.UNKNOWN);
        var next = new ProcessBuilder(SLEEP).start();
        Files.writeString(folder.resolve("pid"), next.pid() + "\n");
        assertThat(fact(Fact.Started.class, 2).pid()).isEqualTo(next.pid());
        next.destroyForcibly();
    }

    @Test
    void aProcessWithAStartCommandIsBroughtBack() throws Exception {
        guard(service(new Origin.Adopt("pid", List.of("sh", "-c", "sleep 1000 & echo $! > pid")), Keep.DEFAULT));
        long first = fact(Fact.Started.class, 1).pid();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        assertThat(fact(Fact.Started.class, 2).pid()).isNotEqualTo(first);
    }

    /** A worker was killed weeks ago, and another took its place: the service has gone on well since. */
    @Test
    void whatTheKernelKilledBeforeItWasAdoptedEndsNobody() throws Exception {
        guard(sleeping());
        long pid = fact(Fact.Started.class, 1).pid();
        Await.until("it is written down", () -> record().contains("RUNNING"));
        guard();
        wards = Wards.open(kit(new KilledBefore()));
        guard(sleeping());
        assertThat(fact(Fact.Started.class, 2).adopted()).isTrue();
        Await.until("its memory was looked at again and again", () -> KilledBefore.LOOKS.get() > 5);
        assertThat(order(Verb.CAPTURE)).isEqualTo(new Outcome.Failed("no camera"));
        assertThat(ProcessHandle.of(pid)).hasValueSatisfying(process -> assertThat(process.isAlive()).isTrue());
        assertThat(told(Fact.Exited.class)).isEmpty();
    }

    @Test
    void aLookTellsWhetherItRuns() throws Exception {
        guard(sleeping());
        long pid = fact(Fact.Started.class, 1).pid();
        wards.observe(ON);
        assertThat(fact(Fact.Observed.class, 1)).returns(true, Fact.Observed::running).returns(pid, Fact.Observed::pid);
    }

    @Test
    void anActCutShortByTheAgentsDeathIsDoubtedOnlyForARestart() throws Exception {
        guard(sleeping());
        fact(Fact.Started.class, 1);
        var begun = new ActLedger(folder.resolve("acts.jsonl"));
        begun.take(70);
        begun.take(71);
        wards = Wards.open(kit());
        fact(Fact.Started.class, 2);
        assertThat(order(70, Verb.RESTART)).isInstanceOf(Outcome.Unknown.class);
        assertThat(order(71, Verb.START)).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.detail()).endsWith("runs already"));
    }

    private Kit kit() throws IOException {
        return kit(new NoFence());
    }

    private Kit kit(Fence fence) throws IOException {
        return new Kit(folder, facts, new EvidenceFolder(folder.resolve("evidence")), (_, _) -> fence, _ -> new Outcome.Failed("no camera"), clock, _ -> {});
    }

    private void guard(Service... services) throws IOException {
        wards.granted(new Frame.Grant(List.of(services), folder.toString()));
    }

    private static Service sleeping() {
        return service(new Origin.Run(SLEEP, "", Map.of()), Keep.DEFAULT);
    }

    private static Service service(Origin origin, Keep keep) {
        return Program.service("doll", Optional.empty(), keep, origin);
    }

    private Outcome order(Verb verb) {
        return order(++acts, verb);
    }

    private Outcome order(long act, Verb verb) {
        var outcome = new CompletableFuture<Outcome>();
        wards.command(new Frame.Command(act, 1, ON, verb, SOON), outcome::complete);
        return outcome.join();
    }

    private <T> T fact(Class<T> kind, int which) {
        return Await.present("fact " + which + " of " + kind.getSimpleName() + " is told", () -> told(kind).stream().skip(which - 1L).findFirst());
    }

    private <T> List<T> told(Class<T> kind) {
        return facts.waitingAfter(0, 1_000).stream().map(Frame.Numbered::fact).filter(kind::isInstance).map(kind::cast).toList();
    }

    private String record() {
        return Proc.textOf(folder.resolve("kept/doll.json")).orElse("");
    }

    private static final class KilledBefore extends NoFence {
        private static final AtomicInteger LOOKS = new AtomicInteger();

        @Override
        public Optional<Cause> verdict() {
            LOOKS.incrementAndGet();
            return Optional.of(Cause.OUT_OF_MEMORY);
        }
    }

    private static class NoFence implements Fence {
        @Override
        public String words() {
            return "";
        }

        @Override
        public void enclose(ProcessKey process) {}

        @Override
        public Optional<Cause> verdict() {
            return Optional.empty();
        }

        @Override
        public Optional<Double> share() {
            return Optional.empty();
        }

        @Override
        public String status() {
            return "";
        }

        @Override
        public void open() {}
    }
}
