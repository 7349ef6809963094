package koboshi.agent.limit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import koboshi.agent.keep.Fence;
import koboshi.agent.keep.Proc;
import koboshi.agent.keep.ProcessKey;
import koboshi.signal.Fact.Cause;

/**
 * A limit that systemd sets: the tree of cgroups is its own, so the service is started through {@code systemd-run --scope}.
 *
 * <p>That becomes the program in place, so it stays our child under the pid we know. The scope disappears with its last process, and with it what
 * it counted; so each start has a slice of its own around the scope, which stays until we have read why the process ended.
 */
final class SystemdScope implements Fence {
    private static final Path RUN = Path.of("/usr/bin/systemd-run");
    private static final Duration TRIAL = Duration.ofSeconds(5);
    private static final Duration ENTERS_WITHIN = Duration.ofSeconds(15);
    private static final long LOOK_EVERY_MILLIS = 5;

    /**
     * The systemd that is asked.
     *
     * @param user the user's own rather than the system's
     * @param root the folder of the cgroup tree in which its slices lie
     */
    record Master(boolean user, Path root) {
        List<String> word() {
            return user ? List.of("--user") : List.of();
        }

        Path slices() {
            return root.resolve("koboshi.slice");
        }
    }

    private final Master master;
    private final String name;
    private final Ceiling ceiling;
    private final Group slice;

    SystemdScope(Master master, String place, Ceiling ceiling) {
        this.master = master;
        this.name = "koboshi-" + unitName(place);
        this.ceiling = ceiling;
        this.slice = new Group(master.slices().resolve(name + ".slice"));
    }

    /** In the name of a slice a hyphen means a level. */
    static String unitName(String place) {
        var name = new StringBuilder();
        place.chars().forEach(c -> name.append(Character.isLetterOrDigit(c) && c < 128 || c == '.' ? String.valueOf((char) c) : c == '-' ? "_" : String.format("_%x_", c)));
        return name.toString();
    }

    /** Who can be asked on this host. Found out by asking, for rights and versions are many. */
    static Optional<Master> ofThisHost() {
        if (!Files.isDirectory(Path.of("/run/systemd/system")) || !Files.isExecutable(RUN)) {
            return Optional.empty();
        }
        var mount = Delegation.mounted(Proc.textOf(Path.of("/proc/self/mountinfo")).orElse(""));
        return mount.filter(root -> new Group(root).text("cgroup.controllers").filter(names -> names.contains("memory")).isPresent())
                .flatMap(SystemdScope::master)
                .filter(SystemdScope::obeys);
    }

    private static Optional<Master> master(Path mount) {
        var uid = Proc.textOf(Path.of("/proc/self/status")).stream().flatMap(String::lines).filter(line -> line.startsWith("Uid:")).map(line -> line.split("\\s+")[2]).findFirst();
        return uid.map(id -> id.equals("0") ? new Master(false, mount) : new Master(true, mount.resolve("user.slice/user-" + id + ".slice/user@" + id + ".service")));
    }

    private static boolean obeys(Master master) {
        try {
            var command = new ArrayList<>(List.of(RUN.toString()));
            command.addAll(master.word());
            command.addAll(List.of("--scope", "--quiet", "--collect", "-p", "MemoryMax=64M", "-p", "MemorySwapMax=0", "--", "/bin/true"));
            return run(command);
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true).redirectOutput(new File("/dev/null")).start();
        try {
            boolean ended = process.waitFor(TRIAL.toMillis(), TimeUnit.MILLISECONDS);
            return ended && process.exitValue() == 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public String words() {
        return ceiling.words("systemd");
    }

    @Override
    public List<String> through() {
        var command = new ArrayList<>(List.of(RUN.toString()));
        command.addAll(master.word());
        command.addAll(List.of("--scope", "--quiet", "--collect", "--unit=" + name + ".scope", "--slice=" + name + ".slice", "-p", "MemoryMax=" + ceiling.count()));
        command.addAll(List.of("-p", "MemorySwapMax=" + (ceiling.swap() ? "infinity" : "0"), "--"));
        return command;
    }

    /** It is put there by its start; here we only wait until it is. */
    @Override
    public void enclose(ProcessKey process) throws IOException {
        long deadline = System.nanoTime() + ENTERS_WITHIN.toNanos();
        while (!inside(process)) {
            if (!Proc.runs(process)) {
                return; // How it ended is told by those who see to that.
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("the process is not in " + name + ".slice: it was started by others, whose unit may be given MemoryMax=");
            }
            pause();
        }
    }

    private boolean inside(ProcessKey process) {
        return Proc.textOf(Proc.ROOT.resolve(process.pid() + "/cgroup")).filter(text -> text.contains("/" + name + ".slice/")).isPresent();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Cause> verdict() {
        return CgroupV2.verdict(slice);
    }

    @Override
    public Optional<Double> share() {
        return slice.counter("memory.stat", "anon").map(ceiling::share);
    }

    @Override
    public Map<String, Double> figures() {
        var figures = CgroupV2.figures(slice);
        if (!figures.isEmpty()) {
            figures.put("container_spec_memory_limit_bytes", (double) ceiling.limit().count());
        }
        return figures;
    }

    @Override
    public String status() {
        return words() + '\n' + CgroupV2.shown(slice);
    }

    @Override
    public void open() {
        stop(master, name + ".slice");
    }

    /** Takes a slice away; one in which something lives would be ended with it, so that is looked at first. */
    static void stop(Master master, String slice) {
        if (new Group(master.slices().resolve(slice)).counter("cgroup.events", "populated").orElse(0L) != 0) {
            return;
        }
        var command = new ArrayList<>(List.of("/usr/bin/systemctl"));
        command.addAll(master.word());
        command.addAll(List.of("--no-block", "stop", slice));
        try {
            run(command);
        } catch (IOException _) {
            // An empty slice left behind is harmless, and the next round of tidying tries again.
        }
    }
}
