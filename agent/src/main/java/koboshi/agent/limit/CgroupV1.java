package koboshi.agent.limit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.agent.keep.Fence;
import koboshi.agent.keep.ProcessKey;
import koboshi.signal.Fact.Cause;

/**
 * The kernel's own limit, by files of cgroup version 1: a process beyond it is killed about half a second later.
 *
 * <p>Each start has a group of its own, so its counters begin at zero and speak of nobody else.
 */
final class CgroupV1 implements Fence {
    static final Path ROOT = Path.of("/sys/fs/cgroup/memory");

    private static final String MEMORY = "memory.limit_in_bytes";
    private static final String MEMORY_AND_SWAP = "memory.memsw.limit_in_bytes";
    private static final String SWAPPINESS = "memory.swappiness";
    private static final String UNLIMITED = "-1";

    private final Group group;
    private final Ceiling ceiling;

    CgroupV1(Path folder, Ceiling ceiling) {
        this.group = new Group(folder);
        this.ceiling = ceiling;
    }

    /** Why it cannot be used here; empty when it can. */
    static Optional<String> trouble() {
        if (!Files.exists(ROOT.resolve(MEMORY))) {
            return Optional.of("no cgroup v1 memory controller at " + ROOT);
        }
        try {
            Files.createDirectories(ROOT.resolve("koboshi"));
            return Files.isWritable(ROOT.resolve("koboshi/cgroup.procs")) ? Optional.empty() : Optional.of(ROOT + "/koboshi is not ours to write");
        } catch (IOException _) {
            return Optional.of(ROOT + " is not ours to write");
        }
    }

    @Override
    public String words() {
        return ceiling.words("cgroup v1") + (ceiling.swap() || countsSwap(group.folder().getParent()) ? "" : ", swap cannot be forbidden here");
    }

    /** Whether the kernel counts swap for groups, so that it can be limited. */
    static boolean countsSwap(Path folder) {
        return Files.exists(folder.resolve(MEMORY_AND_SWAP));
    }

    @Override
    public List<String> through() {
        try {
            prepare();
            return group.entering();
        } catch (IOException _) {
            // To enclose it afterwards will meet the same trouble, and tell it.
            return List.of();
        }
    }

    @Override
    public void enclose(ProcessKey process) throws IOException {
        try {
            confine(process);
        } catch (NoSuchFileException _) {
            // Another agent tidied the group away while it was still empty.
            confine(process);
        }
    }

    private void confine(ProcessKey process) throws IOException {
        prepare();
        group.write("cgroup.procs", Long.toString(process.pid()));
    }

    private void prepare() throws IOException {
        Files.createDirectories(group.folder());
        if (rises()) {
            limitSwap();
            group.write(MEMORY, ceiling.count());
        } else {
            group.write(MEMORY, ceiling.count());
            limitSwap();
        }
    }

    /** The kernel keeps memory below memory and swap together, so the order in which they are set depends on the direction. */
    private boolean rises() {
        return ceiling.swap() || group.text(MEMORY_AND_SWAP).filter(now -> new BigInteger(now).compareTo(new BigInteger(ceiling.count())) < 0).isPresent();
    }

    /** Without swap accounting in the kernel there is no such file; then the kernel is only asked to prefer everything else to swapping. */
    private void limitSwap() throws IOException {
        if (group.has(MEMORY_AND_SWAP)) {
            group.write(MEMORY_AND_SWAP, ceiling.swap() ? UNLIMITED : ceiling.count());
        } else if (!ceiling.swap() && group.has(SWAPPINESS)) {
            group.write(SWAPPINESS, "0");
        }
    }

    @Override
    public Optional<Cause> verdict() {
        return group.counter("memory.oom_control", "oom_kill").filter(kills -> kills > 0).map(_ -> Cause.OUT_OF_MEMORY);
    }

    /** Without the page cache, which the kernel takes back before it kills. */
    @Override
    public Optional<Double> share() {
        return group.counter("memory.stat", "total_rss").map(ceiling::share);
    }

    @Override
    public Map<String, Double> figures() {
        var figures = new HashMap<String, Double>();
        var used = group.number("memory.usage_in_bytes");
        var idle = group.counter("memory.stat", "total_inactive_file").orElse(0L);
        Group.put(figures, "container_memory_usage_bytes", used);
        Group.put(figures, "container_memory_working_set_bytes", used.map(all -> Math.max(0, all - idle)));
        // A group in which nothing lives holds nothing: whoever asks then looks at the process itself.
        Group.put(figures, "container_memory_rss", group.counter("memory.stat", "total_rss").filter(bytes -> bytes > 0));
        Group.put(figures, "container_memory_swap", group.counter("memory.stat", "total_swap"));
        Group.put(figures, "container_oom_events_total", group.counter("memory.oom_control", "oom_kill"));
        Group.put(figures, "container_spec_memory_limit_bytes", group.number(MEMORY));
        return figures;
    }

    @Override
    public String status() {
        return words() + '\n' + group.shown("memory.max_usage_in_bytes", "memory.usage_in_bytes", "memory.failcnt", "memory.oom_control");
    }

    /** A group in which something still lives cannot be removed; the next agent tries again. */
    @Override
    public void open() {
        group.folder().toFile().delete();
    }
}
