package koboshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the measurements were taken on: every figure is one of a machine and of what else it did. */
final class Machine {
    private Machine() {}

    static String load() throws IOException {
        return String.join(" ", List.of(Files.readString(Path.of("/proc/loadavg")).split(" ")).subList(0, 3));
    }

    static String words() throws IOException {
        return Runtime.getRuntime().availableProcessors() + " cores, Linux " + System.getProperty("os.version") + ", JDK " + Runtime.version()
                + ", load average " + load();
    }
}
