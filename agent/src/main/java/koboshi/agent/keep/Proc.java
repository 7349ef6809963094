package koboshi.agent.keep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** What the kernel tells of processes under {@code /proc}. */
public final class Proc {
    public static final Path ROOT = Path.of("/proc");
    private static final String MACHINE = textOf(ROOT.resolve("sys/kernel/random/boot_id")).map(String::trim).orElse("");

    private Proc() {}

    /**
     * The fields of a process's stat this program reads.
     *
     * @param ticks when it started; {@code cpu} is what it has used, in ticks
     * @param pages its resident memory
     */
    public record Stat(long pid, String name, char state, long parent, long group, long session, long cpu, long ticks, long pages) {
        /** A zombie has ended: it only waits for its parent to look, and a careless parent never does. */
        boolean ended() {
            return state == 'Z' || state == 'X';
        }

        static Optional<Stat> parse(String text) {
            // The name stands in parentheses and may hold spaces and parentheses itself.
            int open = text.indexOf('(');
            int close = text.lastIndexOf(')');
            if (open < 0 || close < 0) {
                return Optional.empty();
            }
            var fields = text.substring(close + 2).trim().split(" ");
            return Optional.of(new Stat(
                    Long.parseLong(text.substring(0, open).trim()),
                    text.substring(open + 1, close),
                    fields[0].charAt(0),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
                    Long.parseLong(fields[19]),
                    Long.parseLong(fields[21])));
        }
    }

    public static Optional<Stat> stat(long pid) {
        return textOf(ROOT.resolve(Long.toString(pid)).resolve("stat")).flatMap(Stat::parse);
    }

    /** The running process of that id, or nothing when there is none or it has ended. */
    public static Optional<ProcessKey> key(long pid) {
        return stat(pid).filter(stat -> !stat.ended()).map(stat -> new ProcessKey(pid, stat.ticks(), MACHINE));
    }

    /** Even when it has ended already. */
    static ProcessKey keyOfStarted(long pid) {
        return key(pid).orElseGet(() -> new ProcessKey(pid, 0, MACHINE));
    }

    static boolean sameMachine(ProcessKey key) {
        return key.machine().equals(MACHINE);
    }

    public static boolean runs(ProcessKey key) {
        return key(key.pid()).filter(key::equals).isPresent();
    }

    public static LongStream pids() {
        return Arrays.stream(Optional.ofNullable(ROOT.toFile().list()).orElse(new String[0]))
                .filter(name -> Character.isDigit(name.charAt(0)))
                .mapToLong(Long::parseLong);
    }

    public static List<Stat> all() {
        return pids().mapToObj(Proc::stat).flatMap(Optional::stream).toList();
    }

    /** Everything still running that the leader of the session started and that did not begin a session of its own. */
    public static List<Stat> session(long leader) {
        return all().stream().filter(stat -> stat.session() == leader && !stat.ended()).toList();
    }

    /** The process with the text in its environment whose parent lacks it: the one that was started, not its children. */
    static Optional<ProcessKey> withEnvironment(String marker) {
        var marked = all().stream().filter(stat -> !stat.ended() && hasEnvironment(stat.pid(), marker)).toList();
        return marked.stream()
                .filter(stat -> marked.stream().noneMatch(other -> other.pid() == stat.parent()))
                .findFirst()
                .map(stat -> new ProcessKey(stat.pid(), stat.ticks(), MACHINE));
    }

    private static boolean hasEnvironment(long pid, String marker) {
        return textOf(ROOT.resolve(Long.toString(pid)).resolve("environ")).filter(text -> Arrays.asList(text.split("\0")).contains(marker)).isPresent();
    }

    /** A file of {@code /proc}, or nothing: the process is gone, or it is not ours to read. */
    public static Optional<String> textOf(Path file) {
        // By a stream: Files.readAllBytes asks an empty-looking file for one byte first, after which the kernel's settings end.
        try (var stream = Files.newInputStream(file)) {
            return Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException _) {
            // Gone between the listing and the reading, or another user's: both are ordinary here.
            return Optional.empty();
        }
    }

    static Duration sinceMachineStart() {
        var seconds = textOf(ROOT.resolve("uptime")).map(text -> text.split(" ")[0]).orElse("0");
        return Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
    }
}
