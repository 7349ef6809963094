package koboshi.guard;

import java.time.Duration;
import java.util.Optional;
import koboshi.series.Series;
import koboshi.signal.Findings;
import koboshi.signal.Reading;

/** Whether any sample came within a window; a series that said it ended has samples in it all the same. */
record Absence(Condition.Absent absent) implements Inquiry {
    private static final Duration PACE = Duration.ofSeconds(1);

    @Override
    public Findings found(Look look) {
        long from = look.now().minus(absent.window()).toEpochMilli();
        var readings = look.bounded(look.source().select(absent.selector().all(), from, look.now().toEpochMilli())).stream()
                .map(series -> latest(series, look))
                .flatMap(Optional::stream)
                .toList();
        return Findings.of(readings);
    }

    /** A chunk may reach over the window and hold nothing of it. */
    private static Optional<Reading> latest(Series series, Look look) {
        var samples = series.columns();
        int last = samples.size() - 1;
        while (last >= 0 && samples.staleAt(last)) {
            last--;
        }
        return last < 0 ? Optional.empty() : Optional.of(new Reading(series.labels(), samples.value(last), false, "",
                Optional.of(Duration.ofMillis(look.now().toEpochMilli() - samples.millis(last)))));
    }

    @Override
    public Duration pace() {
        return PACE;
    }
}
