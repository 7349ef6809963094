package koboshi.promqltest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.promql.ParseError;
import koboshi.promql.Pulse;
import koboshi.promql.Query;
import koboshi.promql.QueryException;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries broken in all sorts of ways are refused at a place in the text; what is still a query has an answer or an error of its own kind. */
class ParserFuzzTest {
    private static final List<String> SEEDS = List.of(
            "sum by (job) (rate(http_requests_total{job=~\"a.*\", code!~'5..'}[5m:30s] offset -1h @ start()))",
            "histogram_quantile(0.9, sum without (instance) (rate(x_bucket[5m])))",
            "a * on (x, y) group_left (z) b or -c ^ 2 unless ignoring (q) d > bool 1e3",
            "topk(3, {\"my.metric\", \"l\"=\"v\\n\\x41\"} @ 1.5) and count_values('v', z)",
            "label_replace(up, \"dst\", \"$1-${name}\", `src`, \"(?P<name>.*)\") + 0x1F - 1h30m + Inf");
    private static final String CHARACTERS = "(){}[]<>=!~+-*/%^@,:.\"'`\\ \n#$_aZ09éラ\ud800\u0000";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverFailsInAnyOtherWay(long seed) {
        var random = new Random(seed);
        var seeds = seeds();
        long begun = System.nanoTime();
        for (int i = 0; i < 8_000; i++) {
            survives(mutated(seeds.get(random.nextInt(seeds.size())), seeds, random));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }

    private static List<String> seeds() {
        var seeds = new ArrayList<>(SEEDS);
        seeds.addAll(RealQueries.ofRules());
        return seeds;
    }

    private static void survives(String text) {
        try {
            var query = Query.parse(text, Options.standard().experimental());
            Query.parse(query.format(), Options.standard().experimental());
            answer(query);
        } catch (ParseError e) {
            assertThat(e.getMessage()).matches("(?s)\\d+:\\d+: parse error: .+");
            assertThat(e.start()).isBetween(0, text.length());
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("for: " + text, e);
        }
    }

    private static void answer(Query query) {
        var ring = new Ring(2, 4);
        ring.append(Labels.of("__name__", "up"), new Sample(0, 1));
        try {
            new Engine(ring, Options.standard().experimental()).instant(query, Instant.EPOCH, Pulse.STEADY);
        } catch (QueryException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static String mutated(String seed, List<String> seeds, Random random) {
        var text = new StringBuilder(seed);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + 1 + random.nextInt(6));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
                case 2 -> text.insert(at, text.substring(at, to));
                case 3 -> text.setLength(at);
                default -> {
                    var other = seeds.get(random.nextInt(seeds.size()));
                    int from = random.nextInt(other.length());
                    text.insert(at, other, from, Math.min(other.length(), from + 1 + random.nextInt(10)));
                }
            }
        }
        return text.toString();
    }
}
