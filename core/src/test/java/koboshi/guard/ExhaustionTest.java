package koboshi.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import koboshi.series.Labels;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExhaustionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double MEBI = 1 << 20;
    private static final double LIMIT = 512;
    private static final Duration WITHIN = Duration.ofMinutes(30);

    /** A value each so many seconds, in MiB, asked about at any moment. */
    private record Memory(IntToDoubleFunction valueAt, int every) {
        Findings at(int second, Optional<Instant> risen, boolean falling) {
            var samples = new Samples.Builder(10_000);
            for (int i = Math.max(0, second - 7200); i <= second; i += every) {
                samples.add(START.plusSeconds(i).toEpochMilli(), valueAt.applyAsDouble(i) * MEBI, null);
            }
            var series = Series.of(Labels.of(Labels.NAME, "memory", "service", "a"), samples.build());
            var wanted = new Condition.RunsOut("memory", Optional.of("a"), (falling ? 100 : LIMIT) * MEBI, falling, true, WITHIN, WITHIN.multipliedBy(4), 0.99);
            var look = new Inquiry.Look((_, from, _) -> java.util.List.of(cut(series, from)), START.plusSeconds(second), koboshi.promql.Pulse.STEADY, risen);
            return Exhaustion.of(wanted).ask(look);
        }

        private static Series cut(Series series, long from) {
            var kept = new Samples.Builder(10_000);
            series.columns().stream().filter(sample -> sample.millis() >= from).forEach(sample -> kept.add(sample.millis(), sample.value(), null));
            return Series.of(series.labels(), kept.build());
        }

        Optional<Reading> bad(int second) {
            return at(second, Optional.empty(), false).readings().stream().filter(Reading::bad).findFirst();
        }

        int firstBad(int from, int to, int step) {
            return IntStream.iterate(from, second -> second < to, second -> second + step).filter(second -> bad(second).isPresent()).findFirst().orElse(-1);
        }
    }

    private static double[] noise(long seed, int length, double size) {
        var random = new Random(seed);
        return random.doubles(length).map(_ -> random.nextGaussian() * size).toArray();
    }

    /** A series nobody may read. */
    private record Vast(Labels labels, int atMost) implements Series {
        @Override
        public Samples columns() {
            throw new AssertionError("read");
        }
    }

    private static Findings ask(Condition condition, Series... found) {
        return Inquiry.of(condition).orElseThrow().ask(Inquiry.Look.at((_, _, _) -> java.util.List.of(found), START));
    }

    @Test
    void moreThanOneQuestionMayReadIsNotRead() {
        var runsOut = new Condition.RunsOut("memory", Optional.of("a"), LIMIT, false, true, WITHIN, WITHIN, 0.99);
        var absent = new Condition.Absent(Selector.parse("memory"), Duration.ofDays(1));
        var vast = new Vast(Labels.of("service", "a"), 5_000_001);

        assertThat(ask(runsOut, vast).trouble()).hasValueSatisfying(why -> assertThat(why).contains("narrow its labels or its time"));
        assertThat(ask(absent, vast).trouble()).hasValueSatisfying(why -> assertThat(why).contains("narrow its labels or its time"));
        assertThat(ask(runsOut, new Vast(Labels.of("service", "another"), 5_000_001)).missing()).hasValueSatisfying(why -> assertThat(why).startsWith("no sample of"));
    }

    @Test
    void aFastLeakIsForeseenWithinSeconds() {
        var noise = noise(1, 10_000, 0.5);
        var memory = new Memory(second -> 150 + Math.max(0, second - 600) * 10 + noise[second], 1);

        int seen = memory.firstBad(600, 700, 1);

        assertThat(seen - 600).as("seconds after the leak began").isBetween(1, 12);
        assertThat(memory.bad(seen).orElseThrow().says()).startsWith("memory {service=\"a\"} reaches 512MiB in ").contains("more each minute since 2026-01-01T00:10:");
    }

    @ParameterizedTest
    @CsvSource({"20, 5", "5, 1", "1, 0.1", "0.3, 0.05"})
    void aLeakIsForeseenBeforeItIsTooLate(double mebiAMinute, double noiseSize) {
        var noise = noise(2, 200_000, noiseSize);
        var memory = new Memory(second -> 150 + second / 60.0 * mebiAMinute + noise[second], 5);
        int reached = (int) ((LIMIT - 150) / mebiAMinute * 60);

        int seen = memory.firstBad(Math.max(60, reached - 2400), reached, 30);

        System.out.println("leak of " + mebiAMinute + " MiB a minute foreseen " + (reached - seen) / 60.0 + " min before");
        assertThat(seen).isPositive();
        assertThat(reached - seen).isBetween((int) Math.min(reached * 0.7, 900), 1900);
    }

    @Test
    void whatIsFlatNeverFires() {
        int fired = 0;
        for (int seed = 0; seed < 300; seed++) {
            var noise = noise(seed, 4000, new double[] {0.1, 2, 10, 25}[seed % 4]);
            boolean walks = seed % 3 == 0;
            for (int i = 1; walks && i < noise.length; i++) {
                noise[i] = noise[i] * 0.3 + noise[i - 1] * 0.95;
            }
            var memory = new Memory(second -> 250 + noise[second], new int[] {1, 5, 15}[seed % 3]);
            int at = memory.firstBad(120, 3900, 127);
            if (at >= 0) {
                fired++;
                System.out.println("seed " + seed + " " + memory.bad(at).orElseThrow().says());
            }
        }
        assertThat(fired).isZero();
    }

    @ParameterizedTest
    @CsvSource({"60, 100, 300", "300, 150, 450", "1200, 100, 400", "37, 50, 500"})
    void aSawOfGarbageCollectionsIsNoLeak(int period, double low, double high) {
        var noise = noise(3, 10_000, 1);
        var memory = new Memory(second -> low + (high - low) * (second % period) / period + noise[second], 2);
        assertThat(memory.firstBad(3 * period, 3 * period + 3600, 11)).isEqualTo(-1);
    }

    @Test
    void aSawWhoseTeethGrowIsOne() {
        var memory = new Memory(second -> 100 + second / 60.0 * 4 + 80.0 * (second % 120) / 120, 2);
        int reached = (int) ((LIMIT - 180) / 4 * 60);
        int seen = memory.firstBad(600, reached, 30);
        assertThat(reached - seen).isBetween(600, 2700);
    }

    @Test
    void afterARestartOnlyTheNewProcessCounts() {
        var noise = noise(4, 10_000, 0.5);
        var memory = new Memory(second -> 150 + (second % 1000) * 0.33 + noise[second], 1);
        assertThat(memory.at(3_400, Optional.empty(), false).readings()).noneMatch(Reading::bad);
        assertThat(memory.at(3_400, Optional.of(START.plusSeconds(3_000)), false).readings()).anyMatch(Reading::bad);
    }

    @Test
    void whatIsLeftFallsToItsFloor() {
        var disk = new Memory(second -> 400 - second / 60.0 * 5, 5);
        assertThat(disk.at(2400, Optional.empty(), true).readings()).singleElement().satisfies(reading -> {
            assertThat(reading.bad()).isTrue();
            assertThat(reading.says()).contains("reaches 100MiB in 20 min");
            assertThat(reading.value() / MEBI).isEqualTo(200);
        });
        assertThat(new Memory(second -> 400 + second / 60.0, 5).at(2400, Optional.empty(), true).readings()).noneMatch(Reading::bad);
    }

    @Test
    void aFewSamplesTellNothing() {
        assertThat(new Memory(second -> second * 50.0, 1).at(5, Optional.empty(), false).missing()).hasValueSatisfying(why -> assertThat(why).contains("no sample enough"));
        assertThat(new Memory(second -> 600, 1).at(60, Optional.empty(), false).readings().getFirst().says()).contains("has reached 512MiB");
    }

    @Test
    void deviationsAreThoseOfTheNormalDistribution() {
        assertThat(Exhaustion.deviations(0.95)).isCloseTo(1.645, org.assertj.core.api.Assertions.within(0.001));
        assertThat(Exhaustion.deviations(0.999)).isCloseTo(3.090, org.assertj.core.api.Assertions.within(0.001));
    }

    private static Series leaking(String... labels) {
        var samples = new Samples.Builder(300);
        for (int i = 0; i < 300; i++) {
            samples.add(START.minusSeconds(300 - i).toEpochMilli(), (100 + i) * MEBI, null);
        }
        return Series.of(Labels.of(labels), samples.build());
    }

    /** A memory by this name, of whoever tells it. */
    private static java.util.List<String> judged(String name, Series... found) {
        var condition = new Condition.RunsOut(name, Optional.of("a"), 500 * MEBI, false, true, WITHIN, WITHIN.multipliedBy(4), 0.99);
        return ask(condition, found).readings().stream().map(reading -> reading.labels().toString()).toList();
    }

    /** Scraped and measured by the agent, one leak was two standings and two restarts. */
    @Test
    void ofTwoSourcesOfOneFigureTheNearestIsJudged() {
        var name = "process_resident_memory_bytes";
        var agent = leaking(Labels.NAME, name, "host", "local", "instance", "a@local", "service", "a");
        var labelled = leaking(Labels.NAME, name, "instance", "127.0.0.1:1", "job", "java", "service", "a");
        var scraped = leaking(Labels.NAME, name, "instance", "127.0.0.1:1", "job", "a");

        assertThat(judged(name, scraped, agent, labelled)).containsExactly("{host=\"local\",instance=\"a@local\",service=\"a\"}");
        assertThat(judged(name, scraped, labelled)).containsExactly("{instance=\"127.0.0.1:1\",job=\"java\",service=\"a\"}");
        assertThat(judged(name, scraped)).containsExactly("{instance=\"127.0.0.1:1\",job=\"a\"}");
    }

    /** A node_exporter's own memory had a service restarted. */
    @Test
    void anotherProgramsProcessIsNotTheServices() {
        var name = "process_resident_memory_bytes";
        assertThat(judged(name, leaking(Labels.NAME, name, "instance", "127.0.0.1:9100", "job", "node"))).isEmpty();
        assertThat(judged("node_memory", leaking(Labels.NAME, "node_memory", "host", "local"))).containsExactly("{host=\"local\"}");
    }
}
