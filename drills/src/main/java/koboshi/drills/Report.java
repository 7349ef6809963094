package koboshi.drills;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import koboshi.drill.Ledger;
import koboshi.drill.Promise;
import tools.jackson.databind.json.JsonMapper;

/** What a drill found, for a person and for a program. */
record Report(Fall fall, long seed, Instant injected, Ledger ledger, Promise.Measured measured, Account account, List<String> broken) {
    /** What Koboshi says of the same fall. */
    record Account(Optional<Duration> acted, Optional<Duration> answering, Optional<Long> incident, String finding, List<String> evidence, List<String> timeline) {}

    boolean held() {
        return broken.isEmpty();
    }

    String json() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("drill", fall.drill);
        fields.put("seed", seed);
        fields.put("held", held());
        fields.put("seen_seconds", seconds(measured.seen()));
        fields.put("acted_seconds", seconds(measured.acted()));
        fields.put("answering_again_seconds", seconds(measured.answering()));
        fields.put("failed_requests", ledger.failed());
        fields.put("total_requests", ledger.total());
        fields.put("outage_seconds", seconds(ledger.outage()));
        fields.put("warm_up_seconds", seconds(Optional.of(measured.warmUp())));
        fields.put("evidence", account.evidence());
        fields.put("finding", account.finding());
        fields.put("incident", account.incident().orElse(null));
        fields.put("koboshi", koboshi());
        fields.put("disagreement_seconds", seconds(measured.disagreement()));
        fields.put("broken", broken);
        return JsonMapper.builder().build().writeValueAsString(fields);
    }

    private Map<String, Object> koboshi() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("acted_seconds", seconds(account.acted()));
        fields.put("answering_again_seconds", seconds(account.answering()));
        return fields;
    }

    private static Double seconds(Optional<Duration> duration) {
        return duration.map(length -> Math.round(length.toNanos() / 1e6) / 1e3).orElse(null);
    }

    String table() {
        var text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%n%-34s %12s %12s%n", fall.drill + ", seed " + seed, "from outside", "by Koboshi"));
        row(text, "seen (confirmed)", Optional.empty(), measured.seen());
        row(text, "a new process runs", measured.acted(), account.acted());
        row(text, "answers again", measured.answering(), account.answering());
        row(text, "of which the service's warm-up", Optional.of(measured.warmUp()), Optional.empty());
        row(text, "outage", ledger.outage(), Optional.empty());
        text.append(String.format(Locale.ROOT, "%-34s %5d of %d%n", "requests lost", ledger.failed(), ledger.total()));
        text.append(String.format("%-34s %s%n", "the evidence says", account.finding()));
        broken.forEach(line -> text.append("NOT HELD: ").append(line).append('\n'));
        return text.append(held() ? "held" : "not held").toString();
    }

    private static void row(StringBuilder text, String what, Optional<Duration> outside, Optional<Duration> koboshi) {
        text.append(String.format("%-34s %12s %12s%n", what, words(outside), words(koboshi)));
    }

    private static String words(Optional<Duration> duration) {
        return duration.map(length -> String.format(Locale.ROOT, "%.3f s", length.toNanos() / 1e9)).orElse("");
    }
}
