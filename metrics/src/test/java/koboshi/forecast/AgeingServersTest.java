package koboshi.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import koboshi.promqltest.Shared;
import koboshi.series.Samples;
import org.junit.jupiter.api.Test;

/** Memory of real servers creeping up over days, against a limit set where each run ended. */
class AgeingServersTest {
    private static final double MEBI = 1 << 20;

    @Test
    void foreseesTheEndOfRealRuns() throws IOException {
        var folder = Shared.folder("data/llm-server-ageing");
        assumeTrue(folder.isPresent(), "no shared/data beside the checkout");
        var runs = runs(folder.get());

        var errors = runs.stream().mapToDouble(AgeingServersTest::errorAtSeventyPercent).sorted().toArray();

        assertThat(runs).isNotEmpty().allSatisfy(run -> assertThat(firstFlagged(run)).isLessThan(50));
        assertThat((errors[(errors.length - 1) / 2] + errors[errors.length / 2]) / 2).isLessThanOrEqualTo(0.4);
    }

    private static List<Samples> runs(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList().stream().map(AgeingServersTest::read).toList();
        }
    }

    private static Samples read(Path file) {
        try {
            var samples = new Samples.Builder(4000);
            Files.readAllLines(file).stream().skip(1).map(line -> line.split(",")).forEach(fields ->
                    samples.add(LocalDateTime.parse(fields[0].replace(' ', 'T')).toInstant(ZoneOffset.UTC).toEpochMilli(), Double.parseDouble(fields[4]) / MEBI, null));
            return samples.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much of the run had passed, in percent, when it was first seen to rise. */
    private static int firstFlagged(Samples run) {
        int percent = 5;
        while (percent < 100 && !Trend.of(part(run, percent)).map(Trend::rising).orElse(false)) {
            percent += 5;
        }
        System.out.println("ageing run flagged at " + percent + " %");
        return percent;
    }

    private static double errorAtSeventyPercent(Samples run) {
        var trend = Trend.of(part(run, 70)).orElseThrow();
        double left = (run.millis(run.size() - 1) - trend.untilMillis()) / 1000.0;
        // The level reached at the end: of the last two hours, since single samples swing by more than a day's growth.
        double level = run.stream().skip(run.size() - 120).mapToDouble(sample -> sample.value()).average().orElseThrow();
        double expected = trend.until(level) instanceof Outlook.In in ? in.expected().toSeconds() : Double.POSITIVE_INFINITY;
        double error = Math.abs(expected - left) / left;
        System.out.printf("ageing run: left %.1f h, foreseen %.1f h, error %.0f %% (limit %.0f MiB)%n", left / 3600, expected / 3600, error * 100, level);
        return error;
    }

    private static Samples part(Samples run, int percent) {
        var part = new Samples.Builder(run.size());
        run.stream().limit(run.size() * (long) percent / 100).forEach(sample -> part.add(sample.millis(), sample.value(), null));
        return part.build();
    }
}
