package koboshi.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.agent.guarded.Deadlocked;
import koboshi.agent.guarded.Leaving;
import koboshi.agent.guarded.Sitting;
import koboshi.agent.guarded.Stubborn;
import koboshi.agent.keep.Proc;
import koboshi.agent.link.Frame;
import koboshi.resource.Bytes;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent as a process of its own, kept apart from its server by a real link. */
class AgentTest {
    private static final ResourceId ON = ResourceId.service("doll");

    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private Path state;
    private FakeKoboshi server;
    private AgentProcess agent;

    @BeforeEach
    void begin() throws Exception {
        state = folder.toRealPath();
        server = new FakeKoboshi(0);
        agent = AgentProcess.start(state, server.port());
    }

    @AfterEach
    void end() throws Exception {
        agent.close();
        AgentProcess.endServices(state);
        server.close();
    }

    @Test
    void startsWhatIsGrantedInASessionOfItsOwn() {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        long pid = server.fact(Fact.Started.class).pid();
        assertThat(Proc.stat(pid).orElseThrow().session()).isEqualTo(pid);
        Await.until("its output is in the log", () -> log().contains("sitting"));
    }

    @Test
    void bringsWhatItsServicesSayAlsoAfterKillMinusNine() throws Exception {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        Await.until("its words came", () -> server.lines.stream().anyMatch(lines -> lines.contains("sitting")));
        agent.killed();
        Files.writeString(state.resolve("log/doll.log"), "said meanwhile\n", StandardOpenOption.APPEND);
        agent = AgentProcess.start(state, server.port());
        Await.until("what was said meanwhile came", () -> server.lines.stream().anyMatch(lines -> lines.contains("said meanwhile")));
    }

    @Test
    void afterKillMinusNineTheNextAgentAdoptsAndStartsNothingTwice() throws Exception {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        long pid = server.fact(Fact.Started.class).pid();
        agent.killed();
        assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
        agent = AgentProcess.start(state, server.port());
        var again = server.nth(Fact.Started.class, 2);
        assertThat(again.pid()).isEqualTo(pid);
        assertThat(again.adopted()).isTrue();
        assertThat(sitting()).containsExactly(pid);
    }

    @Test
    void keepsAServiceWhileNoServerIsToBeFound() throws Exception {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        long first = server.fact(Fact.Started.class).pid();
        int port = server.port();
        server.close();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        Await.until("another one sits", () -> sitting().stream().anyMatch(pid -> pid != first));
        server = new FakeKoboshi(port);
        assertThat(server.fact(Fact.Exited.class).cause()).isEqualTo(Fact.Cause.SIGNALLED);
        Await.until("the new start is told", () -> server.facts(Fact.Started.class).getLast().pid() == sitting().getFirst());
    }

    /** The moments lie before, in and after the start of the service. */
    @ParameterizedTest
    @ValueSource(ints = {250, 400, 450, 500, 550, 600, 700})
    void killedAtAnyMomentItNeverKeepsTwo(int millis) throws Exception {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        agent.process.waitFor(millis, TimeUnit.MILLISECONDS);
        agent.killed();
        agent = AgentProcess.start(state, server.port());
        server.says(new Frame.Observe(ON));
        Await.until("it runs", () -> server.facts(Fact.Observed.class).stream().anyMatch(Fact.Observed::running) || again());
        assertThat(sitting()).hasSize(1);
        assertThat(server.facts(Fact.Started.class).getLast().pid()).isEqualTo(sitting().getFirst());
    }

    private boolean again() {
        server.says(new Frame.Observe(ON));
        Await.aMoment();
        return false;
    }

    @Test
    void factsSurviveAKillAndEachArrivesUnderItsNumber() throws Exception {
        server.doesNotAcknowledge();
        server.grants(state, Program.service("doll", Program.java(Leaving.class, List.of(), "3")));
        server.fact(Fact.Exhausted.class);
        agent.killed();
        int port = server.port();
        var before = server.facts();
        server.close();
        server = new FakeKoboshi(port);
        agent = AgentProcess.start(state, port);
        server.fact(Fact.Exhausted.class);
        assertThat(server.facts()).startsWith(before.toArray(Frame.Numbered[]::new));
        assertThat(server.facts()).extracting(Frame.Numbered::seq).containsExactlyElementsOf(LongStream.rangeClosed(1, server.facts().size()).boxed().toList());
    }

    @Test
    void whatIsAcknowledgedIsNotToldAgain() throws Exception {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        server.fact(Fact.Started.class);
        Await.until("the spool is empty", () -> facts().contains("\"acked\":1"));
        agent.killed();
        agent = AgentProcess.start(state, server.port());
        server.nth(Fact.Started.class, 2);
        assertThat(server.everyTelling()).extracting(Frame.Numbered::seq).doesNotHaveDuplicates();
        var hellos = server.heard.stream().filter(Frame.Hello.class::isInstance).distinct().toList();
        assertThat(hellos).hasSize(1);
    }

    @Test
    void restartByCommandReplacesTheProcessAndTheSameCommandDoesNotDoItAgain() {
        server.grants(state, Program.service("doll", Program.java(Stubborn.class, List.of())));
        long first = server.fact(Fact.Started.class).pid();
        server.says(new Frame.Command(7, 1, ON, Verb.RESTART, Duration.ofSeconds(10)));
        var outcome = server.ended(7).outcome();
        long second = server.nth(Fact.Started.class, 2).pid();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.detail()).contains("pid " + first + " ended by", "pid " + second + " runs"));
        assertThat(server.fact(Fact.Exited.class).cause()).isEqualTo(Fact.Cause.ORDERED);
        server.heard.removeIf(Frame.Ended.class::isInstance);
        server.says(new Frame.Command(7, 1, ON, Verb.RESTART, Duration.ofSeconds(10)));
        assertThat(server.ended(7).outcome()).isEqualTo(outcome);
        assertThat(ProcessHandle.of(second)).get().matches(ProcessHandle::isAlive);
    }

    @Test
    void aLeaderOfAnEarlierEpochIsRefused() {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        server.fact(Fact.Started.class);
        server.says(new Frame.Command(1, 5, ON, Verb.CAPTURE, Duration.ofSeconds(10)));
        server.ended(1);
        server.says(new Frame.Command(2, 4, ON, Verb.RESTART, Duration.ofSeconds(10)));
        assertThat(server.ended(2).outcome()).isEqualTo(new Outcome.Failed("epoch 4 is over: epoch 5 commands"));
        assertThat(server.facts(Fact.Exited.class)).isEmpty();
    }

    @Test
    void aCommandWhoseTimeHasPassedIsNotBegun() {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        server.fact(Fact.Started.class);
        server.says(new Frame.Command(1, 1, ON, Verb.STOP, Duration.ZERO));
        assertThat(server.ended(1).outcome()).isEqualTo(new Outcome.Failed("too late"));
    }

    @Test
    void evidenceOfACaptureComesByHttp() {
        server.grants(state, Program.service("doll", Program.java(Deadlocked.class, List.of())));
        server.fact(Fact.Started.class);
        Await.until("it says so", () -> log().contains("deadlocked soon"));
        server.says(new Frame.Command(1, 1, ON, Verb.CAPTURE, Duration.ofSeconds(10)));
        var done = (Outcome.Done) server.ended(1).outcome();
        assertThat(done.detail()).isEqualTo("hang: 2 threads deadlocked (asker, answerer)");
        done.evidence().forEach(piece -> Await.until(piece + " is there", () -> server.evidence.containsKey(piece.hash())));
    }

    @Test
    void aSecondAgentOfTheSameFolderSaysSoAndLeaves() throws Exception {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        server.fact(Fact.Started.class);
        var second = AgentProcess.start(state, server.port()).process;
        assertThat(second.waitFor()).isEqualTo(Agent.ANOTHER_AGENT);
        assertThat(Files.readString(state.resolve("terminal"))).contains("another agent (pid " + agent.process.pid() + ") keeps");
    }

    @Test
    void aServerThatDoesNotKnowItIsDialledAgain() throws Exception {
        agent.killed();
        Files.writeString(state.resolve("other-token"), "wrong");
        agent = AgentProcess.start(state, server.port(), state.resolve("other-token"));
        Await.until("it says why", () -> Proc.textOf(state.resolve("agent.log")).orElse("").contains("it answered 401"));
        Files.writeString(state.resolve("other-token"), FakeKoboshi.TOKEN);
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        server.fact(Fact.Started.class);
    }

    @Test
    void whatItMeasuresArrivesByServiceAndALostLinkLeavesAGapInsteadOfAFlood() throws Exception {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        server.fact(Fact.Started.class);
        Await.until("its memory is told", () -> resident() > 0);
        Await.until("the host is told", () -> measured("node_memory_MemAvailable_bytes") > 0);
        int port = server.port();
        server.close();
        agent.process.waitFor(4, TimeUnit.SECONDS);
        server = new FakeKoboshi(port);
        Await.until("it is told again", () -> resident() > 0);
        assertThat(resident()).isLessThanOrEqualTo(2);
    }

    private long resident() {
        return measured("process_resident_memory_bytes");
    }

    private long measured(String name) {
        return server.heard.stream().filter(Frame.Measured.class::isInstance).flatMap(frame -> ((Frame.Measured) frame).figures().stream())
                .filter(figure -> figure.labels().name().equals(name))
                .filter(figure -> name.startsWith("node_") || figure.labels().get("service").equals("doll"))
                .count();
    }

    @Test
    void isSmall() {
        server.grants(state, Program.service("doll", Program.java(Sitting.class, List.of())));
        server.fact(Fact.Started.class);
        server.says(new Frame.Command(1, 1, ON, Verb.CAPTURE, Duration.ofSeconds(10)));
        server.ended(1);
        long resident = Proc.stat(agent.process.pid()).orElseThrow().pages() * 4096;
        System.out.println("the agent's resident memory: " + (resident >> 20) + " MiB");
        assertThat(resident).isLessThan(Bytes.mebi(90).count());
    }

    private List<Long> sitting() {
        return Proc.all().stream()
                .filter(stat -> stat.session() == stat.pid() && Proc.textOf(Proc.ROOT.resolve(stat.pid() + "/cmdline")).orElse("").contains(Sitting.class.getName()))
                .filter(stat -> Proc.textOf(Proc.ROOT.resolve(stat.pid() + "/environ")).orElse("").contains("KOBOSHI_SERVICE=service/doll/"))
                .filter(stat -> stat.state() != 'Z')
                .map(Proc.Stat::pid)
                .toList();
    }

    private String log() {
        return Proc.textOf(state.resolve("log/doll.log")).orElse("");
    }

    private String facts() {
        return Proc.textOf(state.resolve("facts.jsonl")).orElse("");
    }
}
