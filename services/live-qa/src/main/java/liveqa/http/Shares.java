package liveqa.http;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import liveqa.measure.Share;
import liveqa.measure.Share.Grain;

/** The share of valid answers over time, as the rows of a table. */
final class Shares {
    private record Range(Grain grain, Duration span, Duration step) {}

    private static final Map<String, Range> RANGES = Map.of(
            "hour", new Range(Grain.MINUTE, Duration.ofHours(1), Duration.ofMinutes(1)),
            "day", new Range(Grain.QUARTER, Duration.ofDays(1), Duration.ofMinutes(15)),
            "week", new Range(Grain.HOUR, Duration.ofDays(7), Duration.ofHours(1)),
            "months", new Range(Grain.DAY, Duration.ofDays(180), Duration.ofDays(1)));
    private final Share share;

    Shares(Share share) {
        this.share = share;
    }

    Reply rows(Request request) throws Refusal {
        var word = request.query("range").orElse("day");
        var range = RANGES.get(word);
        if (range == null) throw new Refusal(400, "\"range\" must be one of " + RANGES.keySet().stream().sorted().collect(Collectors.joining(", ")));
        var view = Json.object().put("range", word).put("spanSeconds", range.span.toSeconds()).put("stepSeconds", range.step.toSeconds());
        var rows = view.putArray("rows");
        for (var row : share.rows(range.grain, range.span)) {
            rows.addObject().put("at", row.at().toString()).put("valid", row.valid()).put("none", row.none()).put("failed", row.failed());
        }
        return Reply.json(200, view).with("Cache-Control", "no-store");
    }
}
