package liveqa.preflight;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The Java machine that runs this, which the launcher starts with the flags of the service.
 *
 * @param maximumHeap bytes
 * @param fileNames   the encoding in which it hands file names to the system
 */
record Jvm(int release, String version, String vendor, long maximumHeap, List<String> flags, String fileNames, int processors) {
    static Jvm ours() {
        return new Jvm(Runtime.version().feature(), System.getProperty("java.version"), System.getProperty("java.vendor"), Runtime.getRuntime().maxMemory(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getProperty("sun.jnu.encoding"), Runtime.getRuntime().availableProcessors());
    }
}
