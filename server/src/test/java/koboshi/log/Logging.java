package koboshi.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Keeps lines for ever, three at once, and says the last number of each three once they were taken. */
final class Logging {
    static final int AT_ONCE = 3;

    private Logging() {}

    public static void main(String... arguments) throws IOException {
        var clock = InstantSource.system();
        var store = LogStore.open(Path.of(arguments[0]), new LogStore.Limits(Duration.ofDays(1), 1L << 30, 20_000), clock, System.err::println);
        for (int first = Integer.parseInt(arguments[1]); ; first += AT_ONCE) {
            store.append(lines(first, clock.millis()));
            System.out.println(first + AT_ONCE - 1);
        }
    }

    private static List<LogLine> lines(int first, long millis) {
        return IntStream.range(first, first + AT_ONCE).mapToObj(i -> new LogLine(millis, i % 2 == 0 ? "even" : "odd", Map.of(), "line " + i)).toList();
    }
}
