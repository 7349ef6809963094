package koboshi.signal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a guard's question about series.
 *
 * @param readings of every label set there was to judge
 * @param missing what had no sample, so that nothing can be said of it
 * @param uncovered the window whose beginning the samples do not reach; zero where they do
 * @param trouble why there is no answer, if there is none
 */
public record Findings(List<Reading> readings, Optional<String> missing, Duration uncovered, Optional<String> trouble) {
    public Findings {
        readings = List.copyOf(readings);
    }

    public static Findings of(List<Reading> readings) {
        return new Findings(readings, Optional.empty(), Duration.ZERO, Optional.empty());
    }

    public static Findings none(String trouble) {
        return new Findings(List.of(), Optional.empty(), Duration.ZERO, Optional.of(trouble));
    }
}
