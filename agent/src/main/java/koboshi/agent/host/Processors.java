package koboshi.agent.host;

import java.nio.file.Path;
import koboshi.agent.keep.Proc;

/** What the processors did, from {@code /proc/stat}, and how many wait for them. */
final class Processors {
    /** Linux has counted a hundred ticks a second towards user space on every architecture for decades. */
    static final double TICKS_A_SECOND = 100;

    private static final String[] MODES = {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"};

    private Processors() {}

    static void read(Path proc, Figures into) {
        Proc.textOf(proc.resolve("stat")).ifPresent(text -> text.lines().forEach(line -> line(line.split(" +"), into)));
        Proc.textOf(proc.resolve("loadavg")).map(text -> text.split(" ")).ifPresent(words -> load(words, into));
    }

    private static void line(String[] words, Figures into) {
        switch (words[0]) {
            case "cpu" -> {} // The sum of those below.
            case "btime" -> into.add("node_boot_time_seconds", Double.parseDouble(words[1]));
            case "ctxt" -> into.add("node_context_switches_total", Double.parseDouble(words[1]));
            case "intr" -> into.add("node_intr_total", Double.parseDouble(words[1]));
            case "processes" -> into.add("node_forks_total", Double.parseDouble(words[1]));
            case "procs_running" -> into.add("node_procs_running", Double.parseDouble(words[1]));
            case "procs_blocked" -> into.add("node_procs_blocked", Double.parseDouble(words[1]));
            default -> processor(words, into);
        }
    }

    private static void processor(String[] words, Figures into) {
        if (!words[0].startsWith("cpu")) {
            return;
        }
        var which = words[0].substring("cpu".length());
        for (int i = 0; i < MODES.length && i + 1 < words.length; i++) {
            into.add("node_cpu_seconds_total", Double.parseDouble(words[i + 1]) / TICKS_A_SECOND, "cpu", which, "mode", MODES[i]);
        }
    }

    private static void load(String[] words, Figures into) {
        into.add("node_load1", Double.parseDouble(words[0]));
        into.add("node_load5", Double.parseDouble(words[1]));
        into.add("node_load15", Double.parseDouble(words[2]));
    }
}
