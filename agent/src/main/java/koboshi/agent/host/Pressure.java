package koboshi.agent.host;

import java.nio.file.Path;
import java.util.OptionalDouble;
import koboshi.agent.keep.Proc;

/** How long tasks waited for what there was too little of: the kernel's pressure stall information. */
final class Pressure {
    private static final double MICROS = 1e6;
    private static final String TOTAL = "total=";

    private Pressure() {}

    static void read(Path proc, Figures into) {
        for (var resource : new String[] {"cpu", "io", "memory"}) {
            var file = proc.resolve("pressure").resolve(resource);
            seconds(file, "some").ifPresent(waited -> into.add("node_pressure_" + resource + "_waiting_seconds_total", waited));
            if (!resource.equals("cpu")) { // A machine whose every task waits for its processors does not exist.
                seconds(file, "full").ifPresent(stalled -> into.add("node_pressure_" + resource + "_stalled_seconds_total", stalled));
            }
        }
    }

    /** @param share {@code some} of the tasks waited, or {@code full}: all of them */
    static OptionalDouble seconds(Path file, String share) {
        return Proc.textOf(file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(share + " ") && line.contains(TOTAL))
                .mapToDouble(line -> Long.parseLong(line.substring(line.indexOf(TOTAL) + TOTAL.length()).trim()) / MICROS)
                .findFirst();
    }
}
