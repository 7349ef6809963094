package koboshi.drills;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import koboshi.drill.Ledger;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came of watching a service age for a while.
 *
 * @param guarded whether anything looked after it; without, nothing is promised
 * @param watched how long
 * @param restarts one for each process that took the place of another
 * @param foreseen how long before its line Koboshi saw it coming, each time it did
 * @param unforeseen ends that nobody had asked for: at the limit, by itself
 * @param swapped the most of it that lay in swap at once, in bytes; empty without swap
 * @param disagreement the largest difference between Koboshi's account of a start and the kernel's list
 */
record AgeingReport(
        Ageing ageing, long seed, boolean guarded, Duration watched, Ledger ledger, Outages outages, List<Restart> restarts, List<Duration> foreseen, int unforeseen,
        Optional<Duration> disagreement, Optional<Long> swapped, List<String> timeline) {
    /** Beyond the service's own warm-up. */
    static final Duration OUTAGE_BEYOND_WARM_UP = Duration.ofMillis(300);
    static final Duration OUTAGE_A_MINUTE = Duration.ofMillis(3500);
    private static final Duration AGREEMENT = Duration.ofMillis(100);

    /**
     * One process taking the place of another.
     *
     * @param outage around it, by the client's ledger
     * @param warmUp from when the kernel listed the new process until it first answered the client: what any start costs, were nothing to be ended before
     * @param ready from its start until it was ready, by its own log, which counts neither the first moments of a process nor its first, slow answer
     */
    record Restart(Duration outage, Duration warmUp, Duration ready) {
        /** What ending the old one and starting the new one took: from the first question lost until another process was there. */
        Duration between() {
            return outage.minus(warmUp);
        }
    }

    boolean held() {
        return broken().isEmpty();
    }

    List<String> broken() {
        var broken = new ArrayList<String>();
        if (!guarded) {
            return broken;
        }
        if (restarts.isEmpty()) {
            broken.add("it was not restarted in " + seconds(watched) + " s");
        }
        if (foreseen.size() < restarts.size()) {
            broken.add("foreseen only " + foreseen.size() + " of " + restarts.size() + " times");
        }
        if (swapped.isPresent() && swapped.get() == 0) {
            broken.add("it never swapped: what was shown is not the drill");
        }
        if (unforeseen > 0) {
            broken.add("it ended " + unforeseen + " times without being asked to");
        }
        restarts.stream().filter(restart -> restart.between().compareTo(OUTAGE_BEYOND_WARM_UP) > 0).findFirst().ifPresent(restart -> broken.add(
                "an outage of " + seconds(restart.outage()) + " s around a restart; promised were its warm-up of " + seconds(restart.warmUp()) + " s and 0.3 s"));
        if (aMinute().compareTo(OUTAGE_A_MINUTE) > 0) {
            broken.add("an outage of " + seconds(aMinute()) + " s a minute; promised were " + seconds(OUTAGE_A_MINUTE) + " s");
        }
        if (disagreement.isEmpty() || disagreement.get().compareTo(AGREEMENT) > 0) {
            broken.add("our account agrees with the kernel's list: " + disagreement.map(length -> "off by " + seconds(length) + " s").orElse("never") + "; promised were 0.100 s");
        }
        return broken;
    }

    Duration aMinute() {
        return outages.total().multipliedBy(60_000).dividedBy(Math.max(1, watched.toMillis()));
    }

    String json() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("drill", ageing.drill);
        fields.put("seed", seed);
        fields.put("guarded", guarded);
        fields.put("held", guarded ? held() : null);
        fields.put("watched_seconds", number(watched));
        fields.put("restarts", restarts.size());
        fields.put("foreseen_seconds", foreseen.stream().min(Duration::compareTo).map(AgeingReport::number).orElse(null));
        fields.put("swap_used_bytes", swapped.orElse(null));
        fields.put("outage_seconds", number(outages.total()));
        fields.put("outage_seconds_a_minute", number(aMinute()));
        fields.put("outage_seconds_each", restarts.stream().map(restart -> number(restart.outage())).toList());
        fields.put("warm_up_seconds_each", restarts.stream().map(restart -> number(restart.warmUp())).toList());
        fields.put("ready_seconds_each", restarts.stream().map(restart -> number(restart.ready())).toList());
        fields.put("failed_requests", ledger.failed());
        fields.put("total_requests", ledger.total());
        fields.put("unforeseen_ends", unforeseen);
        fields.put("disagreement_seconds", disagreement.map(AgeingReport::number).orElse(null));
        fields.put("broken", broken());
        return JsonMapper.builder().build().writeValueAsString(fields);
    }

    private static double number(Duration duration) {
        return Math.round(duration.toNanos() / 1e6) / 1e3;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }

    String table() {
        var text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%n%s, seed %d, watched for %s s%n", ageing.drill, seed, seconds(watched)));
        for (var restart : restarts) {
            text.append(String.format("%-40s %10s s, of which the service's warm-up %s s%n", "restarted, outage", seconds(restart.outage()), seconds(restart.warmUp())));
        }
        text.append(String.format("%-40s %10s s%n", "outage a minute", seconds(aMinute())));
        swapped.ifPresent(bytes -> text.append(String.format(Locale.ROOT, "%-40s %10d MiB at most%n", "in swap", bytes >> 20)));
        text.append(String.format("%-40s %10s%n", "foreseen before the line", foreseen.stream().min(Duration::compareTo).map(least -> seconds(least) + " s at least").orElse("never")));
        text.append(String.format(Locale.ROOT, "%-40s %10d of %d%n", "requests lost", ledger.failed(), ledger.total()));
        text.append(String.format("%-40s %10d%n", "ends nobody asked for", unforeseen));
        broken().forEach(line -> text.append("NOT HELD: ").append(line).append('\n'));
        return text.append(!guarded ? "unguarded: nothing was promised" : held() ? "held" : "not held").toString();
    }
}
