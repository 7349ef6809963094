package koboshi.agent.host;

import java.nio.file.Path;
import koboshi.agent.keep.Proc;

/** {@code /proc/meminfo} in bytes, and how much is being paged, from {@code /proc/vmstat}. */
final class Memory {
    private static final double KIBI = 1024;

    private Memory() {}

    static void read(Path proc, Figures into) {
        Proc.textOf(proc.resolve("meminfo")).ifPresent(text -> text.lines().forEach(line -> amount(line, into)));
        Proc.textOf(proc.resolve("vmstat")).ifPresent(text -> text.lines().filter(Memory::telling).forEach(line -> count(line, into)));
    }

    private static void amount(String line, Figures into) {
        int colon = line.indexOf(':');
        var words = line.substring(colon + 1).trim().split(" ");
        var name = "node_memory_" + line.substring(0, colon).replace('(', '_').replace(")", "");
        if (words.length > 1) {
            into.add(name + "_bytes", Double.parseDouble(words[0]) * KIBI);
        } else {
            into.add(name, Double.parseDouble(words[0]));
        }
    }

    private static boolean telling(String line) {
        return line.startsWith("pgfault ") || line.startsWith("pgmajfault ") || line.startsWith("pgpg") || line.startsWith("pswp") || line.startsWith("oom_kill ");
    }

    private static void count(String line, Figures into) {
        int space = line.indexOf(' ');
        into.add("node_vmstat_" + line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
    }
}
