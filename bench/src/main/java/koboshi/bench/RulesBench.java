package koboshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import koboshi.bench.SeriesServer.Kind;
import tools.jackson.databind.json.JsonMapper;

/**
 * What evaluating a rule takes: a thousand alerting rules every 15 s over 10,000 series that go on coming in, in Koboshi and in Prometheus, one after the other.
 *
 * <p>The processor time of the whole process with the rules, less that without them, over as long.
 */
public final class RulesBench {
    private static final int STEPS = 300;
    private static final int RULES = 1_000;
    private static final int EVERY = 15;

    private final Path scratch;
    private final Kit kit;
    private final int seconds;
    private final Map<String, Double> figures = new TreeMap<>();

    private RulesBench(Path scratch, int seconds) {
        this.scratch = scratch;
        this.kit = new Kit(scratch);
        this.seconds = seconds;
    }

    /** Arguments: the scratch folder with the kit and the packages, and for how many seconds each is looked at. */
    public static void main(String... args) throws Exception {
        System.out.println(Machine.words());
        var bench = new RulesBench(Path.of(args[0]), Integer.parseInt(args[1]));
        for (var kind : List.of(Kind.KOBOSHI, Kind.PROMETHEUS)) {
            if (kind == Kind.KOBOSHI || Files.isExecutable(bench.programs().resolve("prometheus"))) {
                bench.measure(kind);
            }
        }
        System.out.println(JsonMapper.shared().writeValueAsString(bench.figures));
    }

    private Path programs() {
        return scratch.resolve("pkg/usr/bin");
    }

    private void measure(Kind kind) throws IOException, InterruptedException {
        long end = System.currentTimeMillis() / 1000 / EVERY * EVERY;
        var load = kit.load("rules-" + end + ".bin", 100, STEPS, end);
        var rules = kit.rules();
        try (var server = SeriesServer.start(kind, programs(), scratch.resolve(kind + "-rules"))) {
            say(kind, "75 minutes of 10,000 series");
            kit.replay(load, server);
            var live = kit.live(load, server, 4 * seconds + 600);
            try {
                measure(server, rules);
            } finally {
                live.destroy();
            }
        }
    }

    private void measure(SeriesServer server, Path rules) throws IOException, InterruptedException {
        pass(2 * EVERY + 10);
        double without = cpu(server);
        say(server.kind(), String.format(Locale.ROOT, "%.2f CPU s in %d s without rules", without, seconds));
        server.follow(rules);
        pass(2 * EVERY + 10);
        var slices = new ArrayList<Double>();
        for (int slice = 0; slice < 2; slice++) {
            slices.add((cpu(server) - without) * 1000 / (RULES * (double) seconds / EVERY));
        }
        var name = server.kind().name().toLowerCase(Locale.ROOT);
        figures.put(name + "_ms_a_rule", slices.getFirst());
        figures.put(name + "_ms_a_rule_later", slices.getLast());
        figures.put(name + "_mb", server.megabytes("VmRSS"));
        System.out.printf(Locale.ROOT, "%-12s %.3f ms CPU a rule, %.3f later; %.0f MB; %s%n", name, slices.getFirst(), slices.getLast(), server.megabytes("VmRSS"),
                sound(server));
    }

    /** A bench of rules that fail would be quick. */
    private static String sound(SeriesServer server) throws IOException, InterruptedException {
        var groups = JsonMapper.shared().readTree(server.get("/api/v1/rules")).at("/data/groups");
        long well = groups.valueStream().flatMap(group -> group.path("rules").valueStream()).filter(rule -> rule.path("health").asString("").equals("ok")).count();
        if (well != RULES) {
            throw new IOException(well + " of " + RULES + " rules of " + server.kind() + " are well");
        }
        return "all " + well + " rules well";
    }

    private double cpu(SeriesServer server) throws IOException, InterruptedException {
        double before = server.cpuSeconds();
        pass(seconds);
        return server.cpuSeconds() - before;
    }

    private static void pass(int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(seconds);
    }

    private static void say(Kind kind, String what) {
        System.err.println("bench: " + kind.name().toLowerCase(Locale.ROOT) + ": " + what);
    }
}
