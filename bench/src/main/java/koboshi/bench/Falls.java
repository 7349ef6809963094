package koboshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import koboshi.agent.link.Json;
import koboshi.drill.Ledger;
import tools.jackson.databind.JsonNode;

/** The same falls of the same service under Koboshi and under monit, in turn, each told by a client that stands outside. */
final class Falls {
    private static final List<String> FAULTS = List.of("crash", "hang", "silent");
    private static final Duration EACH = Duration.ofMillis(50);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration AFTERWARDS = Duration.ofSeconds(4);
    /** Thirty of the peer's cycles; what it has not seen by then it does not look at. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ROW = "%-8s %-8s %4s %12s %9s %12s %9s %12s %9s %9s %8s%n";

    /** One fall in seconds; infinite is never within the patience. {@code rest} is the way back without the service's own warm-up. */
    private record Told(double seen, double rest, double outage, double lost, boolean held, String said) {}

    private Falls() {}

    /** How often each. */
    public static void main(String... args) throws IOException, InterruptedException {
        int times = Integer.parseInt(args[0]);
        boolean peer = Files.isExecutable(Monit.PROGRAM);
        if (!peer) {
            System.out.println("NO PEER: " + Monit.PROGRAM + " is not there; apt-get install monit, or these figures stand alone");
        }
        System.out.println(Machine.words());
        var told = new LinkedHashMap<List<String>, List<Told>>();
        for (int time = 0; time < times; time++) {
            for (var fault : FAULTS) {
                long seed = 1000L * (time + 1) + FAULTS.indexOf(fault);
                note(told, "koboshi", fault, koboshi(fault, seed));
                if (peer) {
                    note(told, "monit", fault, monit(fault, seed));
                }
            }
        }
        print(told);
    }

    private static void note(Map<List<String>, List<Told>> told, String guard, String fault, Told fall) {
        told.computeIfAbsent(List.of(guard, fault), _ -> new ArrayList<>()).add(fall);
        System.err.printf("%-8s %-8s seen %s, back %s, %.0f lost %s%n", guard, fault, Figures.seconds(fall.seen()), Figures.seconds(fall.rest()), fall.lost(), fall.said());
    }

    private static Told koboshi(String fault, long seed) throws IOException, InterruptedException {
        var home = Path.of(System.getenv("KOBOSHI_HOME"));
        var drill = new ProcessBuilder(home.resolve("koboshi").toString(), "drill", "run", "live-qa-" + fault, "--seed", Long.toString(seed), "--json")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var lines = drill.inputReader().lines().toList();
        drill.waitFor();
        if (lines.isEmpty() || !lines.getLast().startsWith("{")) {
            throw new IOException("the drill of " + fault + " told nothing: " + lines);
        }
        var line = Json.mapper().readTree(lines.getLast());
        return new Told(
                seconds(line, "seen_seconds"),
                seconds(line, "answering_again_seconds") - line.path("warm_up_seconds").asDouble(),
                seconds(line, "outage_seconds"),
                line.path("failed_requests").asDouble(),
                line.path("held").asBoolean(),
                line.path("broken").isEmpty() ? "" : line.path("broken").toString());
    }

    private static double seconds(JsonNode line, String field) {
        return line.path(field).isNumber() ? line.path(field).asDouble() : Double.POSITIVE_INFINITY;
    }

    private static Told monit(String fault, long seed) throws IOException, InterruptedException {
        try (var monit = Monit.open();
                var client = new OutsideClient(monit.service())) {
            awaitStanding(client);
            double warmUp = monit.warmUp();
            client.start(EACH);
            TimeUnit.MILLISECONDS.sleep(QUIET.toMillis() + (long) (new SplittableRandom(seed).nextDouble() * 4000));
            long before = monit.troubles();
            var injected = Instant.now();
            client.inject(fault);
            double seen = awaitRevival(monit, before, client, injected);
            boolean healthy = client.healthy();
            TimeUnit.MILLISECONDS.sleep(AFTERWARDS.toMillis());
            return told(client.ledger(), injected, seen, warmUp, healthy);
        }
    }

    private static void awaitStanding(OutsideClient client) throws InterruptedException, IOException {
        var until = Instant.now().plus(Duration.ofSeconds(60));
        while (!client.answers()) {
            if (Instant.now().isAfter(until)) {
                throw new IOException("live-qa did not stand up under monit");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** @return when the peer first said that something is wrong */
    private static double awaitRevival(Monit monit, long before, OutsideClient client, Instant injected) throws InterruptedException {
        double seen = Double.POSITIVE_INFINITY;
        var until = injected.plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            if (Double.isInfinite(seen) && monit.troubles() > before) {
                seen = since(injected, Instant.now());
            }
            // Whoever asked before the revival may still be waiting for an answer that will not come.
            var settled = client.ledger().answeringAgain().filter(again -> again.isAfter(injected) && again.plusMillis(2500).isBefore(Instant.now()));
            if (settled.isPresent()) {
                return seen;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return seen;
    }

    private static Told told(Ledger ledger, Instant injected, double seen, double warmUp, boolean healthy) {
        double back = ledger.answeringAgain().filter(again -> again.isAfter(injected)).map(again -> since(injected, again)).orElse(Double.POSITIVE_INFINITY);
        double outage = ledger.outage().map(length -> length.toNanos() / 1e9).orElse(Double.POSITIVE_INFINITY);
        var said = Double.isInfinite(back) ? "(never within " + PATIENCE.toSeconds() + " s; /health says " + (healthy ? "well" : "ill") + ")" : "";
        return new Told(seen, back - warmUp, outage, ledger.failed(), Double.isFinite(back), said);
    }

    private static double since(Instant injected, Instant moment) {
        return Duration.between(injected, moment).toNanos() / 1e9;
    }

    private static void print(Map<List<String>, List<Told>> told) throws IOException {
        System.out.printf(ROW, "fall", "guard", "runs", "seen median", "max", "back median", "max", "out median", "max", "lost med.", "up again");
        var lines = new ArrayList<Map<String, Object>>();
        for (var fault : FAULTS) {
            told.forEach((who, falls) -> {
                if (who.get(1).equals(fault)) {
                    row(who.getFirst(), fault, falls);
                    lines.add(line(who.getFirst(), fault, falls));
                }
            });
        }
        System.out.println("back: from the fall to the first answer after the last lost one, the service's own warm-up taken off; seconds");
        var whole = new LinkedHashMap<String, Object>();
        whole.put("bench", "falls");
        whole.put("load_average", Machine.load());
        whole.put("results", lines);
        System.out.println(Json.mapper().writeValueAsString(whole));
    }

    private static void row(String guard, String fault, List<Told> falls) {
        var figures = Stream.<ToDoubleFunction<Told>>of(Told::seen, Told::rest, Told::outage)
                .flatMap(what -> Stream.of(middle(falls, what), most(falls, what)))
                .map(Figures::seconds)
                .toList();
        var fields = new ArrayList<Object>(List.of(fault, guard, falls.size()));
        fields.addAll(figures);
        fields.add(Math.round(Figures.median(all(falls, Told::lost))));
        fields.add(falls.stream().filter(fall -> Double.isFinite(fall.rest())).count() + "/" + falls.size());
        System.out.printf(Locale.ROOT, ROW, fields.toArray());
    }

    private static Map<String, Object> line(String guard, String fault, List<Told> falls) {
        var line = new LinkedHashMap<String, Object>();
        line.put("guard", guard);
        line.put("fall", fault);
        line.put("runs", falls.size());
        line.put("seen_seconds_median", number(middle(falls, Told::seen)));
        line.put("seen_seconds_max", number(most(falls, Told::seen)));
        line.put("back_without_warm_up_seconds_median", number(middle(falls, Told::rest)));
        line.put("back_without_warm_up_seconds_max", number(most(falls, Told::rest)));
        line.put("outage_seconds_median", number(middle(falls, Told::outage)));
        line.put("outage_seconds_max", number(most(falls, Told::outage)));
        line.put("lost_requests_median", Math.round(Figures.median(all(falls, Told::lost))));
        line.put("held", falls.stream().filter(Told::held).count());
        return line;
    }

    private static List<Double> all(List<Told> falls, ToDoubleFunction<Told> what) {
        return falls.stream().map(what::applyAsDouble).toList();
    }

    private static double middle(List<Told> falls, ToDoubleFunction<Told> what) {
        return Figures.median(all(falls, what));
    }

    private static double most(List<Told> falls, ToDoubleFunction<Told> what) {
        return Figures.most(all(falls, what));
    }

    /** JSON knows no infinity. */
    private static Object number(double seconds) {
        return Double.isInfinite(seconds) ? "never" : Figures.rounded(seconds);
    }
}
