package koboshi.agent.limit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import koboshi.agent.keep.Fence;
import koboshi.agent.keep.Proc;
import koboshi.agent.keep.ProcessKey;
import koboshi.resource.Bytes;
import koboshi.signal.Fact.Cause;

/**
 * The kernel's own limit, by files of cgroup version 1: a process beyond it is killed about half a second later.
 *
 * <p>Each start has a group of its own, so its counters begin at zero and speak of nobody else.
 */
final class CgroupV1 implements Fence {
    static final Path ROOT = Path.of("/sys/fs/cgroup/memory");

    private static final String MEMORY_AND_SWAP = "memory.memsw.limit_in_bytes";

    private final Path group;
    private final Bytes limit;

    CgroupV1(Path group, Bytes limit) {
        this.group = group;
        this.limit = limit;
    }

    /** Why it cannot be used here; empty when it can. */
    static Optional<String> trouble() {
        if (!Files.exists(ROOT.resolve("memory.limit_in_bytes"))) {
            return Optional.of("no cgroup v1 memory controller at " + ROOT);
        }
        try {
            Files.createDirectories(ROOT.resolve("koboshi"));
            return Files.isWritable(ROOT.resolve("koboshi/cgroup.procs")) ? Optional.empty() : Optional.of(ROOT + "/koboshi is not ours to write");
        } catch (IOException trouble) {
            return Optional.of(ROOT + " is not ours to write");
        }
    }

    @Override
    public String words() {
        return "memory limit " + limit + " by cgroup v1";
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
        Files.createDirectories(group);
        if (rises()) {
            limitSwap();
            write("memory.limit_in_bytes", Long.toString(limit.count()));
        } else {
            write("memory.limit_in_bytes", Long.toString(limit.count()));
            limitSwap();
        }
        write("cgroup.procs", Long.toString(process.pid()));
    }

    /** The kernel keeps memory below memory and swap together, so the order in which they are set depends on the direction. */
    private boolean rises() {
        return Proc.textOf(group.resolve(MEMORY_AND_SWAP)).filter(now -> new BigInteger(now.trim()).compareTo(BigInteger.valueOf(limit.count())) < 0).isPresent();
    }

    /** Without swap accounting in the kernel there is no such file; then swap, if any, is not limited. */
    private void limitSwap() throws IOException {
        if (Files.exists(group.resolve(MEMORY_AND_SWAP))) {
            write(MEMORY_AND_SWAP, Long.toString(limit.count()));
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(group.resolve(file), text);
    }

    @Override
    public Optional<Cause> verdict() {
        return counter("memory.oom_control", "oom_kill").filter(kills -> kills > 0).map(_ -> Cause.OUT_OF_MEMORY);
    }

    /** Without the page cache, which the kernel takes back before it kills. */
    @Override
    public Optional<Double> share() {
        return counter("memory.stat", "total_rss").map(used -> used / (double) limit.count());
    }

    @Override
    public Map<String, Double> figures() {
        var figures = new HashMap<String, Double>();
        number("memory.usage_in_bytes").ifPresent(used -> {
            figures.put("container_memory_usage_bytes", used);
            counter("memory.stat", "total_inactive_file").ifPresent(idle -> figures.put("container_memory_working_set_bytes", Math.max(0, used - idle)));
        });
        counter("memory.stat", "total_rss").ifPresent(resident -> figures.put("container_memory_rss", (double) resident));
        counter("memory.stat", "total_swap").ifPresent(swapped -> figures.put("container_memory_swap", (double) swapped));
        counter("memory.oom_control", "oom_kill").ifPresent(kills -> figures.put("container_oom_events_total", (double) kills));
        number("memory.limit_in_bytes").ifPresent(most -> figures.put("container_spec_memory_limit_bytes", most));
        return figures;
    }

    private Optional<Double> number(String file) {
        return Proc.textOf(group.resolve(file)).map(text -> Double.parseDouble(text.trim()));
    }

    @Override
    public String status() {
        var text = new StringBuilder(words()).append('\n');
        for (var file : new String[] {"memory.max_usage_in_bytes", "memory.usage_in_bytes", "memory.failcnt", "memory.oom_control"}) {
            Proc.textOf(group.resolve(file)).ifPresent(value -> text.append(file).append(": ").append(value.trim().replace('\n', ' ')).append('\n'));
        }
        return text.toString();
    }

    private Optional<Long> counter(String file, String name) {
        return Proc.textOf(group.resolve(file))
                .flatMap(text -> text.lines().filter(line -> line.startsWith(name + " ")).findFirst())
                .map(line -> Long.parseLong(line.substring(name.length() + 1).trim()));
    }

    /** A group in which something still lives cannot be removed; the next agent tries again. */
    @Override
    public void open() {
        group.toFile().delete();
    }
}
