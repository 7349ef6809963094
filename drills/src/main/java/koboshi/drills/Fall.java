package koboshi.drills;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.cli.Wrong;

/** The falls that can be re-enacted. Koboshi is never told which one it faces; its evidence must say. */
enum Fall {
    CRASH("live-qa-crash", "crash", "the process dies at once", "FAILED|SIGNALLED|OUT_OF_MEMORY"),
    HANG("live-qa-hang", "hang", "all workers deadlock while the port still accepts", "hang"),
    SILENT("live-qa-silent", "silent", "questions are accepted and never reach a worker", "silent");

    final String drill;
    final String fault;
    final String what;
    /** What the evidence must say, as a pattern. */
    final String named;

    Fall(String drill, String fault, String what, String named) {
        this.drill = drill;
        this.fault = fault;
        this.what = what;
        this.named = named;
    }

    static Fall of(String drill) {
        return Arrays.stream(values()).filter(fall -> fall.drill.equals(drill)).findFirst()
                .orElseThrow(() -> new Wrong("there is no drill " + drill + "; there are "
                        + Stream.concat(Arrays.stream(values()).map(fall -> fall.drill), Arrays.stream(Ageing.values()).map(ageing -> ageing.drill))
                                .collect(Collectors.joining(", "))));
    }
}
