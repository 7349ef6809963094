package koboshi.lesson;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import koboshi.config.Configuration;

/**
 * An incident as text: what happened when, and what must have been made of it.
 *
 * @param first the configuration it begins with
 * @param tick how often time passes by itself
 */
record Lesson(String name, Path first, Map<Path, Configuration> configurations, Duration tick, List<Cue> cues, List<Expectation> expectations) {
    Lesson {
        configurations = Map.copyOf(configurations);
        cues = List.copyOf(cues);
        expectations = List.copyOf(expectations);
    }

    Configuration configuration() {
        return configurations.get(first);
    }

    Duration end() {
        return Stream.concat(cues.stream().map(Cue::when), expectations.stream().map(Expectation::when))
                .map(When::to)
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
}
