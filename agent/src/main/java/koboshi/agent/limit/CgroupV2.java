package koboshi.agent.limit;

import java.io.IOException;
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
 * The kernel's own limit, by files of cgroup version 2, in a part of the tree that is ours to divide.
 *
 * <p>Never by {@code memory.high}: a leaking process is slowed there until it answers nobody, and nothing kills it.
 */
final class CgroupV2 implements Fence {
    private static final double MICROS = 1e6;

    private final Group group;
    private final Ceiling ceiling;

    CgroupV2(Path folder, Ceiling ceiling) {
        this.group = new Group(folder);
        this.ceiling = ceiling;
    }

    @Override
    public String words() {
        return ceiling.words("cgroup v2");
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
        group.write("memory.max", ceiling.count());
        if (group.has("memory.swap.max")) {
            group.write("memory.swap.max", ceiling.swap() ? "max" : "0");
        }
        if (group.has("memory.oom.group")) {
            // All of a service or none of it: one without its worker looks alive.
            group.write("memory.oom.group", "1");
        }
    }

    @Override
    public Optional<Cause> verdict() {
        return verdict(group);
    }

    static Optional<Cause> verdict(Group group) {
        return group.counter("memory.events", "oom_kill").filter(kills -> kills > 0).map(_ -> Cause.OUT_OF_MEMORY);
    }

    /** Without the page cache, which the kernel takes back before it kills. */
    @Override
    public Optional<Double> share() {
        return group.counter("memory.stat", "anon").map(ceiling::share);
    }

    @Override
    public Map<String, Double> figures() {
        return figures(group);
    }

    static Map<String, Double> figures(Group group) {
        var figures = new HashMap<String, Double>();
        var used = group.number("memory.current");
        var idle = group.counter("memory.stat", "inactive_file").orElse(0L);
        Group.put(figures, "container_memory_usage_bytes", used);
        Group.put(figures, "container_memory_working_set_bytes", used.map(all -> Math.max(0, all - idle)));
        // A group in which nothing lives holds nothing: whoever asks then looks at the process itself.
        Group.put(figures, "container_memory_rss", group.counter("memory.stat", "anon").filter(bytes -> bytes > 0));
        Group.put(figures, "container_memory_swap", group.number("memory.swap.current"));
        Group.put(figures, "container_oom_events_total", group.counter("memory.events", "oom_kill"));
        Group.put(figures, "container_spec_memory_limit_bytes", group.number("memory.max"));
        Group.put(figures, "container_cpu_usage_seconds_total", group.counter("cpu.stat", "usage_usec").map(micros -> micros / MICROS));
        Group.put(figures, "container_pressure_memory_waiting_seconds_total", waited(group, "some"));
        Group.put(figures, "container_pressure_memory_stalled_seconds_total", waited(group, "full"));
        return figures;
    }

    private static Optional<Double> waited(Group group, String share) {
        return group.text("memory.pressure")
                .flatMap(text -> text.lines().filter(line -> line.startsWith(share + " ") && line.contains("total=")).findFirst())
                .map(line -> Long.parseLong(line.substring(line.indexOf("total=") + "total=".length()).trim()) / MICROS);
    }

    @Override
    public String status() {
        return words() + '\n' + shown(group);
    }

    static String shown(Group group) {
        return group.shown("memory.peak", "memory.current", "memory.swap.current", "memory.events", "memory.pressure");
    }

    /** A group in which something still lives cannot be removed; the next agent tries again. */
    @Override
    public void open() {
        group.folder().toFile().delete();
    }
}
