package koboshi.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrettyTest {
    private static final String LONG = "task:errors:rate10s{job=\"some-job-of-a-long-name\",instance=\"some-instance-of-a-long-name\"}";

    private static String pretty(String text) {
        return Query.parse(text, Options.standard()).pretty();
    }

    @Test
    void leavesAShortOneOnItsLine() {
        assertThat(pretty("sum( rate(x[5m]))by(job)")).isEqualTo("sum by (job) (rate(x[5m]))");
    }

    @Test
    void splitsALongOneWhereItIsMadeOfParts() {
        assertThat(pretty("topk(3, sum(rate(" + LONG + "[5m])) by (job)) + -" + LONG)).isEqualTo("""
                  topk(
                    3,
                    sum by (job) (
                      rate(%1$s[5m])
                    )
                  )
                +
                  -%1$s""".replace("%1$s", LONG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a + b", "sum by (a) (b) / on (a) group_left (c) d > bool 1", "max_over_time(rate(x[5m])[1h:1m] offset 5m)", "-(-x)"})
    void meansTheSame(String text) {
        var longer = text.replaceAll("\\b([abdx])\\b(?![)\"])", LONG);
        assertThat(Query.parse(pretty(longer), Options.standard()).format()).isEqualTo(Query.parse(longer, Options.standard()).format());
    }
}
