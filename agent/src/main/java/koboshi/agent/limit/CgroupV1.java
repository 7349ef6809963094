package koboshi.agent.limit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Files.createDirectories(group);
        write("memory.limit_in_bytes", Long.toString(limit.count()));
        // Without swap accounting in the kernel there is no such file; then swap, if any, is not limited.
        if (Files.exists(group.resolve("memory.memsw.limit_in_bytes"))) {
            write("memory.memsw.limit_in_bytes", Long.toString(limit.count()));
        }
        write("cgroup.procs", Long.toString(process.pid()));
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
