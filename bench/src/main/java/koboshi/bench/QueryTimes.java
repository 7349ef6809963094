package koboshi.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongSupplier;
import koboshi.agent.link.Json;
import koboshi.promql.Engine;
import koboshi.promql.Options;

/** One query of the panel over six hours at a step of 30 s: its first five runs in this process, and its runs after two hundred. */
final class QueryTimes {
    private static final int SETTLE_MILLIS = 2000;
    private static final int COLD = 5;
    private static final int WARM_AFTER = 200;
    private static final int WARM = 20;

    private QueryTimes() {}

    /** A query of the panel by name; prints one line of JSON. */
    public static void main(String... args) throws InterruptedException {
        var panel = Panel.valueOf(args[0]);
        var engine = new Engine(new Fleet(), Options.standard());
        // What the collector and the compiler still do for the loading is not the query's.
        System.gc();
        Thread.sleep(SETTLE_MILLIS);
        var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var cold = run(engine, panel, COLD, process::getProcessCpuTime);
        run(engine, panel, WARM_AFTER, () -> 0);
        var warm = run(engine, panel, WARM, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
        var line = new LinkedHashMap<String, Object>();
        line.put("query", panel.query());
        line.put("first_ms", Figures.rounded(cold.getFirst()));
        line.put("cold_ms", Figures.rounded(cold.stream().mapToDouble(millis -> millis).average().orElseThrow()));
        line.put("warm_ms", Figures.rounded(Figures.median(warm)));
        line.put("to_reach_ms", panel.toReach());
        System.out.println(Json.mapper().writeValueAsString(line));
    }

    /** @return milliseconds of processor time of each run */
    private static List<Double> run(Engine engine, Panel panel, int times, LongSupplier nanos) {
        var end = Instant.ofEpochMilli(Fleet.END);
        var found = new ArrayList<Double>();
        for (int i = 0; i < times; i++) {
            long began = nanos.getAsLong();
            engine.range(panel.query(), end.minus(Duration.ofHours(6)), end, Duration.ofSeconds(30));
            found.add((nanos.getAsLong() - began) / 1e6);
        }
        return found;
    }
}
