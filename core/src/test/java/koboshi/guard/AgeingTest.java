package koboshi.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.promql.Pulse;
import koboshi.series.Labels;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.signal.Reading;
import org.junit.jupiter.api.Test;

/**
 * Real servers whose memory crept up over two to three days, played back: what the guard would have said, asked each ten minutes.
 *
 * <p>None of them ran out, so the limit is set at the mean level of each run's last two hours, which is what it reached.
 */
class AgeingTest {
    private static final double MEBI = 1 << 20;
    private static final Duration STEP = Duration.ofMinutes(10);

    /** What came of one run: how long before its first sample at the limit that was foreseen, how many forecasts were begun, and how many did not come true. */
    private record Told(String run, Optional<Duration> before, int begun, int untrue) {}

    private static Path data() {
        return Stream.of("../shared", "../../shared").map(Path::of).map(path -> path.resolve("data/llm-server-ageing"))
                .filter(Files::isDirectory).findFirst().orElse(Path.of("none"));
    }

    private static List<Path> runs() {
        assumeTrue(Files.isDirectory(data()), "needs shared/data/llm-server-ageing beside the checkout");
        try (var files = Files.list(data())) {
            return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Samples read(Path file) throws IOException {
        var samples = new Samples.Builder(4000);
        Files.readAllLines(file).stream().skip(1).map(line -> line.split(",")).forEach(fields -> samples.add(
                LocalDateTime.parse(fields[0].replace(' ', 'T')).toInstant(ZoneOffset.UTC).toEpochMilli(), Double.parseDouble(fields[4]) / MEBI, null));
        return smooth(samples.build());
    }

    /** As {@code avg_over_time(used[1h])}: single samples swing by more than these servers grow in a day. */
    private static Samples smooth(Samples raw) {
        var samples = new Samples.Builder(4000);
        double sum = 0;
        for (int i = 0; i < raw.size(); i++) {
            sum += raw.value(i) - (i >= 60 ? raw.value(i - 60) : 0);
            if (i >= 90) {
                samples.add(raw.millis(i), sum / 60, null);
            }
        }
        return samples.build();
    }

    private static Told played(Path file, Duration within, double aboveTheEnd) throws IOException {
        var run = read(file);
        double level = run.stream().skip(run.size() - 120).mapToDouble(sample -> sample.value()).average().orElseThrow() + aboveTheEnd;
        var wanted = new Condition.RunsOut("used", Optional.empty(), level, false, false, within, within.multipliedBy(4), 0.99);
        var end = Instant.ofEpochMilli(run.millis(run.size() - 1));
        var reached = run.stream().filter(sample -> sample.value() >= level).findFirst().map(sample -> Instant.ofEpochMilli(sample.millis()));
        var begun = new ArrayList<Instant>();
        boolean before = false;
        for (var at = Instant.ofEpochMilli(run.millis(60)); at.isBefore(reached.orElse(end)); at = at.plus(STEP)) {
            boolean now = foreseen(run, wanted, at);
            if (now && !before) {
                begun.add(at);
            }
            before = now;
        }
        long untrue = begun.stream().filter(at -> reached.isEmpty() || at.plus(within.multipliedBy(3).dividedBy(2)).isBefore(reached.get())).count();
        var first = begun.stream().filter(at -> reached.isPresent() && !at.plus(within.multipliedBy(3).dividedBy(2)).isBefore(reached.get())).findFirst();
        return new Told(file.getFileName().toString(), first.map(at -> Duration.between(at, reached.orElseThrow())), begun.size(), (int) untrue);
    }

    private static boolean foreseen(Samples run, Condition.RunsOut wanted, Instant at) {
        var warm = Instant.ofEpochMilli(run.millis(0)).plus(Duration.ofMinutes(30));
        var look = new Inquiry.Look((_, from, to) -> List.of(Series.of(Labels.of(Labels.NAME, "used"), part(run, from, Math.min(to, at.toEpochMilli())))), at,
                Pulse.STEADY, Optional.of(warm));
        return Exhaustion.of(wanted).ask(look).readings().stream().anyMatch(Reading::bad);
    }

    private static Samples part(Samples run, long from, long to) {
        var part = new Samples.Builder(run.size());
        run.stream().filter(sample -> sample.millis() >= from && sample.millis() <= to).forEach(sample -> part.add(sample.millis(), sample.value(), null));
        return part.build();
    }

    @Test
    void foreseesWhereRealServersEnd() throws IOException {
        int untrue = 0;
        for (var file : runs()) {
            var told = played(file, Duration.ofHours(24), 0);
            System.out.println("ageing, within 24 h: " + told);
            assertThat(told.before()).as(told.run()).hasValueSatisfying(before -> assertThat(before).isGreaterThan(Duration.ofHours(18)));
            untrue += told.untrue();
        }
        assertThat(untrue).as("forecasts that did not come true").isLessThanOrEqualTo(1);
    }

    @Test
    void doesNotCallForALimitFarAboveWhereTheyWent() throws IOException {
        for (var file : runs()) {
            var told = played(file, Duration.ofHours(12), 1000);
            System.out.println("ageing, limit 1000 MiB above: " + told);
            assertThat(told.begun()).as("false alarms in " + told.run()).isZero();
        }
    }
}
