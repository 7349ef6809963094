package koboshi.agent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.agent.Await;
import koboshi.agent.Program;
import koboshi.agent.fact.EvidenceFolder;
import koboshi.agent.fact.FactSpool;
import koboshi.agent.guarded.FillingHeap;
import koboshi.agent.guarded.FillingMemory;
import koboshi.agent.guarded.Sitting;
import koboshi.agent.keep.Fence;
import koboshi.agent.keep.Kit;
import koboshi.agent.keep.Wards;
import koboshi.agent.link.Frame;
import koboshi.resource.Bytes;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.signal.Fact;
import koboshi.signal.Fact.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that take more than they may, ended and started again in earnest. */
class MemoryLimitTest {
    private static final Bytes LIMIT = Bytes.mebi(160);

    @TempDir
    Path folder;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private FactSpool facts;
    private Wards wards;

    @BeforeEach
    void begin() throws IOException {
        facts = FactSpool.open(folder.resolve("facts.jsonl"));
    }

    @AfterEach
    void end() throws IOException {
        clock.shutdownNow();
        facts.close();
    }

    @Test
    void theKernelsKillAtItsLimitIsRecognised() throws IOException {
        var fences = kernels();
        guard(fences, Program.service("filling", Optional.of(LIMIT), Program.java(FillingMemory.class, List.of("-XX:MaxDirectMemorySize=1g"))));
        assertThat(exit(1).cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(remarks()).contains("memory limit 160MiB by " + fences.words());
        exhausted();
        Await.until("no group is left", () -> groups(fences).isEmpty());
        assertThat(evidence("status")).containsPattern("oom_kill [1-9]");
    }

    private static Service shell(String around) {
        var filling = Program.java(FillingMemory.class, List.of("-XX:MaxDirectMemorySize=1g")).stream().map(word -> "'" + word + "'").toList();
        return Program.service("filling", Optional.of(LIMIT), List.of("sh", "-c", around.formatted(String.join(" ", filling))));
    }

    /** The port was dead, and the service stood. */
    @Test
    void aParentWhoseWorkerTheKernelKilledIsBegunAnewWithIt() throws IOException {
        guard(kernels(), shell("%s; exec sleep 1000"));
        assertThat(exit(1).cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        Await.until("it is started again", () -> told(Fact.Started.class).size() >= 2);
        exhausted();
    }

    @Test
    void aShellThatEndsWellAfterItsProgramWasKilledEndedForWantOfMemory() throws IOException {
        guard(kernels(), shell("%s; true"));
        assertThat(exit(1).cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        exhausted();
    }

    @Test
    void whatIsInsideIsCountedAndTheLimitItselfIsAFigure() throws IOException {
        var fences = kernels();
        guard(fences, Program.service("sitting", Optional.of(LIMIT), Program.java(Sitting.class, List.of())));
        Await.until("it is started", () -> !told(Fact.Started.class).isEmpty());
        Await.until("its memory is counted from the first page on", () -> figures().getOrDefault("container_memory_rss", 0.0) > 5e6);
        assertThat(figures()).containsEntry("container_spec_memory_limit_bytes", (double) LIMIT.count()).containsEntry("container_oom_events_total", 0.0)
                .containsKeys("container_memory_usage_bytes", "container_memory_working_set_bytes");
        wards.command(new Frame.Command(1, 1, ResourceId.service("sitting"), Verb.STOP, Duration.ofSeconds(10)), _ -> {});
        assertThat(exit(1).cause()).isEqualTo(Cause.ORDERED);
    }

    /** The best this host has; a host without any says so. */
    private Fences kernels() {
        var fences = Fences.ofThisHost(clock);
        System.out.println("limits here are set by " + fences.words());
        if (fences.driver() instanceof Fences.Driver.Watching(var why)) {
            System.err.println("SKIPPED " + getClass().getSimpleName() + ": " + why + " (run as root on a host with cgroups or systemd)");
            Assumptions.abort(why);
        }
        return fences;
    }

    private static List<String> groups(Fences fences) {
        var folder = switch (fences.driver()) {
            case Fences.Driver.V1 _ -> CgroupV1.ROOT.resolve("koboshi");
            case Fences.Driver.V2(var delegation) -> delegation.services();
            case Fences.Driver.Systemd(var master) -> master.slices();
            case Fences.Driver.Watching _ -> folderOfNone();
        };
        return List.of(Optional.ofNullable(folder.toFile().list((_, name) -> name.contains("filling."))).orElse(new String[0]));
    }

    private static Path folderOfNone() {
        return Path.of("/nonexistent");
    }

    private Map<String, Double> figures() {
        return wards.running().stream().map(running -> running.fence().figures()).findFirst().orElse(Map.of());
    }

    @Test
    void ourOwnKillWithoutRightsIsRecognised() throws IOException {
        guard(Fences.watching(clock), Program.service("filling", Optional.of(LIMIT), Program.java(FillingMemory.class, List.of("-XX:MaxDirectMemorySize=1g"))));
        assertThat(exit(1).cause()).isEqualTo(Cause.OVER_LIMIT);
        assertThat(remarks()).anyMatch(remark -> remark.startsWith("memory limit 160MiB by watching its resident memory"));
        exhausted();
    }

    @Test
    void theJvmsOwnOutOfMemoryErrorIsRecognised() throws IOException {
        guard(Fences.watching(clock), Program.service("filling", Program.java(FillingHeap.class, List.of("-Xmx16m"))));
        assertThat(exit(1).cause()).isEqualTo(Cause.JVM_OUT_OF_MEMORY);
        exhausted();
        assertThat(evidence("log")).contains("java.lang.OutOfMemoryError");
    }

    private void guard(Fence.Builder fences, Service service) throws IOException {
        var kit = new Kit(folder, facts, new EvidenceFolder(folder.resolve("evidence")), fences, _ -> new Outcome.Failed("no camera"), clock, _ -> {});
        wards = Wards.open(kit);
        wards.granted(new Frame.Grant(List.of(service), folder.toString()));
    }

    private Fact.Exited exit(int which) {
        return Await.present("exit " + which + " is told", () -> told(Fact.Exited.class).stream().skip(which - 1L).findFirst());
    }

    private void exhausted() {
        Await.until("its keep policy is used up", () -> !told(Fact.Exhausted.class).isEmpty());
    }

    private List<String> remarks() {
        return told(Fact.Remarked.class).stream().map(Fact.Remarked::text).toList();
    }

    private <T> List<T> told(Class<T> kind) {
        return facts.waitingAfter(0, 1_000).stream().map(Frame.Numbered::fact).filter(kind::isInstance).map(kind::cast).toList();
    }

    private String evidence(String name) throws IOException {
        var hash = exit(1).evidence().stream().filter(piece -> piece.name().equals(name)).findFirst().orElseThrow().hash();
        return Files.readString(folder.resolve("evidence").resolve(hash));
    }
}
