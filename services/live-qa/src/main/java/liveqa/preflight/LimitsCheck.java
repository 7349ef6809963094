package liveqa.preflight;

import java.util.regex.Pattern;
import liveqa.preflight.Fact.Better;

/** Open files and processes: each viewer's page is an open connection. */
final class LimitsCheck implements Check {
    private static final long FILES = 4096;
    private static final long TASKS = 512;

    @Override
    public String id() {
        return "limits";
    }

    @Override
    public Words title() {
        return Words.of("開けるファイルとプロセスの数", "limits of files and processes");
    }

    @Override
    public Finding look(Host host) {
        var limits = host.text("/proc/self/limits");
        if (limits.isEmpty()) return Finding.unprovable(Words.of("/proc/self/limits を読めない", "/proc/self/limits cannot be read"));
        // Java raises its own soft limit of files to the hard one when it starts.
        long files = hard(limits.get(), "Max open files");
        long tasks = hard(limits.get(), "Max processes");
        return judged(files, tasks).with("open_files", files, Better.MORE).with("processes", tasks, Better.MORE);
    }

    private static Finding judged(long files, long tasks) {
        var found = Words.of("ファイル %s、プロセス %s", "files %s, processes %s", shown(files), shown(tasks));
        if (files < FILES) {
            return Finding.failed(found, Words.of("ulimit -n 65536（systemd なら LimitNOFILE=65536）", "ulimit -n 65536 (with systemd: LimitNOFILE=65536)"));
        }
        if (tasks < TASKS) {
            return Finding.failed(found, Words.of("ulimit -u 4096（systemd なら TasksMax=4096）", "ulimit -u 4096 (with systemd: TasksMax=4096)"));
        }
        return Finding.passed(found);
    }

    private static String shown(long limit) {
        return limit == Long.MAX_VALUE ? "∞" : Long.toString(limit);
    }

    private static long hard(String limits, String name) {
        var found = Pattern.compile("(?m)^" + name + "\\s+\\S+\\s+(\\d+)").matcher(limits);
        return found.find() ? Long.parseLong(found.group(1)) : Long.MAX_VALUE;
    }
}
