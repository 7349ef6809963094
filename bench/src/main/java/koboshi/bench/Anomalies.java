package koboshi.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import koboshi.agent.link.Json;
import koboshi.bench.Telemetry.Window;
import koboshi.forecast.Season;
import koboshi.guard.Condition;
import koboshi.guard.Eye;
import koboshi.guard.Inquiry;
import koboshi.guard.Unseasonable;
import koboshi.integration.rcf.Forests;
import koboshi.promql.Pulse;
import koboshi.series.Labels;
import koboshi.series.Samples;
import koboshi.series.Series;

/** What the anomaly guard finds in labelled telemetry, by each of its eyes and by both; and what a series costs it. */
final class Anomalies {
    private static final Duration SEASON = Duration.ofDays(1);
    private static final int IN_A_ROW = Eye.LATEST;
    /** As the benchmark has it: what comes within this part of a file (of 5,000 values at most) is for learning. */
    private static final double FOR_LEARNING = 0.15;
    private static final int MOST_FOR_LEARNING = 750;

    private Anomalies() {}

    /** What was seen at one value. */
    record Step(double season, Optional<Eye.Glance> glance, boolean guard) {
        boolean course(double bound) {
            return glance.filter(seen -> seen.course() > bound).isPresent();
        }

        boolean value(double bound) {
            return glance.filter(seen -> seen.value() > bound).isPresent();
        }
    }

    /** Steps of one file, from the first that counts. */
    record Watched(Telemetry telemetry, List<Step> steps) {
        int first() {
            return (int) Math.min(MOST_FOR_LEARNING, FOR_LEARNING * steps.size());
        }
    }

    record Rule(String name, int inARow, Predicate<Step> odd) {}

    static final List<Rule> RULES = List.of(
            new Rule("season alone, beyond 6 deviations", IN_A_ROW, step -> step.season() > 6),
            new Rule("season alone, beyond 20", IN_A_ROW, step -> step.season() > 20),
            new Rule("forest alone, course beyond 2.8", IN_A_ROW, step -> step.course(2.8)),
            new Rule("forest alone, value beyond 2", IN_A_ROW, step -> step.value(2)),
            new Rule("forest alone, either", IN_A_ROW, step -> step.course(2.8) || step.value(2)),
            new Rule("both: the guard", 1, Step::guard));

    /** @param args the folder of the benchmark's data and labels */
    public static void main(String... args) throws IOException {
        System.out.println(Machine.words());
        var all = Telemetry.real(Path.of(args[0]));
        System.err.printf("bench: %d series, %d values%n", all.size(), all.stream().mapToInt(one -> one.samples().size()).sum());
        var watched = all.stream().map(Anomalies::watch).toList();
        var lines = new ArrayList<Map<String, Object>>();
        for (var half : List.of("choosing", "test")) {
            var part = IntStream.range(0, watched.size()).filter(i -> i % 2 == (half.equals("test") ? 1 : 0)).mapToObj(watched::get).toList();
            System.out.printf("%n%-36s %9s %7s %6s %10s %12s%n", half + " half, " + part.size() + " series", "caught", "alarms", "false", "precision", "false a month");
            RULES.forEach(rule -> lines.add(line(half, rule, Tally.of(part, rule))));
        }
        var cost = Cost.measured();
        System.out.printf(Locale.ROOT, "%na series: %.0f KB, %.0f us a value, %.0f ms to learn its past%n", cost.kilobytes(), cost.microsAValue(), cost.millisToLearn());
        System.out.println(Json.mapper().writeValueAsString(Map.of("bench", "anomaly", "load_average", Machine.load(), "rules", lines, "cost", cost)));
    }

    private static Map<String, Object> line(String half, Rule rule, Tally tally) {
        System.out.printf(Locale.ROOT, "%-36s %5d/%-3d %7d %6d %10.2f %12.2f%n", rule.name(), tally.caught(), tally.windows(), tally.alarms(), tally.falsely(),
                tally.precision(), tally.falseAMonth());
        var line = new LinkedHashMap<String, Object>();
        line.put("half", half);
        line.put("rule", rule.name());
        line.put("tally", tally);
        return line;
    }

    /** As the server asks: at each step, over the last five seasons. */
    private static Watched watch(Telemetry telemetry) {
        var samples = telemetry.samples();
        var inquiry = Inquiry.of(new Condition.Strange("x", telemetry.every(), SEASON)).orElseThrow();
        var series = List.of(Series.of(Labels.of(Labels.NAME, "x"), samples));
        var steps = new ArrayList<Step>();
        try (var eye = new Forests(1).eye(); var apart = new Forests(1).eye()) {
            for (int i = 0; i < samples.size(); i++) {
                var past = part(samples, samples.millis(i) - Unseasonable.SEASONS * SEASON.toMillis(), i);
                var glances = apart.look(Labels.of("x", "y"), past, Pulse.STEADY);
                var look = new Inquiry.Look((_, _, _) -> series, Instant.ofEpochMilli(samples.millis(i)), Pulse.STEADY, Optional.empty(), eye);
                boolean guard = inquiry.ask(look).readings().stream().anyMatch(reading -> reading.bad());
                steps.add(new Step(Season.distance(past, SEASON.toMillis(), SEASON.toMillis() / 48).orElse(0), glances.isEmpty() ? Optional.empty() : Optional.of(glances.getLast()), guard));
            }
        }
        System.err.println("bench: " + telemetry.name());
        return new Watched(telemetry, steps);
    }

    private static Samples part(Samples samples, long from, int last) {
        var part = new Samples.Builder(last + 1);
        for (int i = 0; i <= last; i++) {
            if (samples.millis(i) >= from) {
                part.add(samples.millis(i), samples.value(i), null);
            }
        }
        return part.build();
    }

    /**
     * @param caught windows in which an alarm began
     * @param falsely alarms that began in none
     * @param days watched, of all series together
     */
    record Tally(int caught, int windows, int alarms, int falsely, double days) {
        double precision() {
            return alarms == 0 ? Double.NaN : Figures.rounded((alarms - falsely) / (double) alarms);
        }

        double falseAMonth() {
            return Figures.rounded(30 * falsely / days);
        }

        static Tally of(List<Watched> files, Rule rule) {
            return files.stream().map(file -> of(file, rule)).reduce(new Tally(0, 0, 0, 0, 0), Tally::plus);
        }

        private Tally plus(Tally other) {
            return new Tally(caught + other.caught, windows + other.windows, alarms + other.alarms, falsely + other.falsely, days + other.days);
        }

        private static Tally of(Watched file, Rule rule) {
            var samples = file.telemetry().samples();
            var began = began(file, rule);
            int caught = (int) file.telemetry().windows().stream().filter(window -> began.stream().anyMatch(window::holds)).count();
            int falsely = (int) began.stream().filter(at -> file.telemetry().windows().stream().noneMatch((Window window) -> window.holds(at))).count();
            double days = (samples.millis(samples.size() - 1) - samples.millis(file.first())) / 864e5;
            return new Tally(caught, file.telemetry().windows().size(), began.size(), falsely, days);
        }

        /** What begins again within a burst is the same alarm, as with the guard's usual keep_firing_for. */
        private static List<Long> began(Watched file, Rule rule) {
            var began = new ArrayList<Long>();
            int row = 0;
            int last = -Unseasonable.BURST - 1;
            for (int i = 0; i < file.steps().size(); i++) {
                row = rule.odd().test(file.steps().get(i)) ? row + 1 : 0;
                if (row >= rule.inARow()) {
                    if (i - last > Unseasonable.BURST && i >= file.first()) {
                        began.add(file.telemetry().samples().millis(i));
                    }
                    last = i;
                }
            }
            return began;
        }
    }
}
