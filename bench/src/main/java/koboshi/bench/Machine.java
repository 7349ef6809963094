package koboshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the measurements were taken on: every figure is one of a machine and of what else it did. */
final class Machine {
    private static final int HERTZ = 100;

    private Machine() {}

    static String load() throws IOException {
        return String.join(" ", Files.readString(Path.of("/proc/loadavg")).split(" ", 4)).replaceAll(" \\S+$", "").strip();
    }

    static String words() throws IOException {
        return Runtime.getRuntime().availableProcessors() + " cores, Linux " + System.getProperty("os.version") + ", JDK " + Runtime.version()
                + ", load average " + load();
    }

    /** Of a process and the children it waited for; zero once it is gone. */
    static Duration cpu(long pid) {
        try {
            var fields = Files.readString(Path.of("/proc/" + pid + "/stat")).replaceFirst("^.*\\) ", "").split(" ");
            return Duration.ofMillis((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / HERTZ);
        } catch (IOException _) {
            return Duration.ZERO;
        }
    }
}
