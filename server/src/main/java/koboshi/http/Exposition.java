package koboshi.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import koboshi.http.House.Measured;

/**
 * Samples as Prometheus writes them, a line each: {@code name{label="value"} 3.2}, optionally followed by the age of the observation in
 * seconds, or by Prometheus's timestamp in milliseconds.
 *
 * <p>A timestamp is turned into an age by our clock and one from the future counts as now: a sender's clock decides nothing.
 */
final class Exposition {
    static final int MAX_LINES = 10_000;
    private static final int MAX_LINE = 16 * 1024;

    private final long nowMillis;
    private final List<Measured> samples = new ArrayList<>();
    private final HashSet<Object> given = new HashSet<>();

    private Exposition(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** @throws BadLine at the first line that is wrong: a request is taken whole or not at all */
    static List<Measured> parse(String text, long nowMillis) {
        var exposition = new Exposition(nowMillis);
        int line = 0;
        for (var it = text.lines().iterator(); it.hasNext(); ) {
            exposition.line(it.next(), ++line);
        }
        return exposition.samples;
    }

    private void line(String text, int number) {
        if (number > MAX_LINES) {
            throw new BadLine(number, 1, "expected at most " + MAX_LINES + " lines in a request");
        }
        if (text.length() > MAX_LINE) {
            throw new BadLine(number, MAX_LINE, "expected at most " + MAX_LINE + " characters in a line");
        }
        if (text.isBlank() || text.stripLeading().startsWith("#")) {
            return;
        }
        var sample = new ExpositionLine(text, number, nowMillis).parse();
        if (!given.add(List.of(sample.labels(), sample.sample().millis()))) {
            throw new BadLine(number, 1, sample.labels() + " is given twice for the same moment: expected one value");
        }
        samples.add(sample);
    }
}
