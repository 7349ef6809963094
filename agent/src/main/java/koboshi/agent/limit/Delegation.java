package koboshi.agent.limit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import koboshi.agent.keep.Proc;

/**
 * The part of the cgroup v2 tree this agent lives in, if it is ours to divide: then each service gets a group in a folder of it.
 *
 * <p>A group whose children are limited may hold no process itself (save the root of the whole tree), so the agent and whatever runs beside it
 * move into a child first.
 *
 * @param services where the groups of services go
 */
record Delegation(Path services) {
    private static final String AGENT = "koboshi-agent";
    private static final String CONTROL = "cgroup.subtree_control";
    private static final String MEMORY = "memory";

    /** What came of looking: ours, or why not. */
    sealed interface Found {
        record Ours(Delegation delegation) implements Found {}

        record NotOurs(String why) implements Found {}
    }

    static Found ofThisHost() {
        boolean systemd = Files.isDirectory(Path.of("/run/systemd/system"));
        return mounted(Proc.textOf(Path.of("/proc/self/mountinfo")).orElse(""))
                .flatMap(mount -> own(mount, Proc.textOf(Path.of("/proc/self/cgroup")).orElse("")))
                .map(own -> systemd ? delegated(own, "root".equals(System.getProperty("user.name")), Delegation::marked) : divided(own))
                .orElseGet(() -> new Found.NotOurs("no cgroup v2 is mounted"));
    }

    /**
     * On a host whose tree is systemd's, which would undo what is written where it was not asked to keep out.
     *
     * <p>A unit with {@code Delegate=yes} bears a mark, by newer systemd. By older ones it does not, but is its user's to write, as no other of the system's units is; of the units below
     * a user's own systemd each is.
     *
     * @param root to whom everything is writable, which proves nothing
     * @param marked whether a group bears systemd's mark
     */
    static Found delegated(Path own, boolean root, Predicate<Path> marked) {
        boolean proves = !root && !own.toString().contains("/user@");
        if (!marked.test(own) && !(proves && Files.isWritable(own.resolve(CONTROL)))) {
            return new Found.NotOurs("systemd has this host's tree and did not obey, and " + own + " is not delegated: Delegate=yes in its unit would do");
        }
        return divided(own);
    }

    private static boolean marked(Path group) {
        try {
            var view = Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
            var value = ByteBuffer.allocate(16);
            return view != null && view.list().contains("delegate") && view.read("delegate", value) == 1 && value.get(0) == '1';
        } catch (IOException _) {
            // A kernel that keeps no such marks there has none.
            return false;
        }
    }

    /** Where the tree is mounted, from {@code /proc/self/mountinfo}: the fifth word, and the kind stands after a hyphen. */
    static Optional<Path> mounted(String mountInfo) {
        return mountInfo.lines().filter(line -> line.contains(" - cgroup2 ")).map(line -> Path.of(line.split(" ")[4])).findFirst();
    }

    /** Our own group; one that an earlier agent was moved into by itself is not the one to divide. */
    static Optional<Path> own(Path mount, String cgroups) {
        return cgroups.lines()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> mount.resolve(line.substring("0::/".length())).normalize())
                .map(path -> path.endsWith(AGENT) ? path.getParent() : path)
                .findFirst();
    }

    static Found divided(Path own) {
        var group = new Group(own);
        if (group.text("cgroup.controllers").filter(names -> List.of(names.split(" ")).contains(MEMORY)).isEmpty()) {
            return new Found.NotOurs("cgroup v2 has no memory controller at " + own);
        }
        if (!Files.isWritable(own.resolve(CONTROL)) || !Files.isWritable(own.resolve("cgroup.procs"))) {
            return new Found.NotOurs(own + " is not ours to write");
        }
        try {
            enable(group);
            var services = Files.createDirectories(own.resolve("koboshi"));
            control(new Group(services));
            return new Found.Ours(new Delegation(services));
        } catch (IOException trouble) {
            return new Found.NotOurs(own + " cannot be divided: " + trouble.getMessage());
        }
    }

    private static void enable(Group own) throws IOException {
        try {
            control(own);
        } catch (IOException _) {
            // Busy: it holds processes itself.
            retire(own);
            control(own);
        }
    }

    private static void control(Group group) throws IOException {
        if (group.text(CONTROL).filter(names -> List.of(names.split(" ")).contains(MEMORY)).isEmpty()) {
            group.write(CONTROL, "+" + MEMORY);
        }
    }

    private static void retire(Group own) throws IOException {
        var leaf = new Group(Files.createDirectories(own.folder().resolve(AGENT)));
        for (var pid : own.text("cgroup.procs").orElse("").lines().toList()) {
            leaf.write("cgroup.procs", pid);
        }
    }
}
