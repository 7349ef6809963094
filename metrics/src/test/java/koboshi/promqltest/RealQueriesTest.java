package koboshi.promqltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.promql.ParseError;
import koboshi.promql.Query;
import koboshi.series.Ring;
import org.junit.jupiter.api.Test;

class RealQueriesTest {
    private static final Options ALL = Options.standard().experimental();

    @Test
    void readsAndRunsEveryPublishedRule() {
        var rules = RealQueries.ofRules();
        assumeFalse(rules.isEmpty(), "no shared/conformance beside the checkout");
        var engine = new Engine(new Ring(1, 1), Options.standard());

        assertThat(rules).hasSize(954).allSatisfy(rule -> assertThatCode(() -> engine.instant(rule, Instant.EPOCH)).doesNotThrowAnyException());
    }

    @Test
    void readsBackWhatItPrints() {
        var queries = new ArrayList<>(RealQueries.ofRules());
        queries.addAll(RealQueries.ofScripts());
        assumeFalse(queries.isEmpty(), "no shared/conformance beside the checkout");

        assertThat(readable(queries)).hasSizeGreaterThan(2500).allSatisfy(query -> {
            var printed = Query.parse(query, ALL).format();
            assertThat(Query.parse(printed, ALL).format()).isEqualTo(printed);
        });
    }

    private static List<String> readable(List<String> queries) {
        return queries.stream().filter(RealQueriesTest::readable).toList();
    }

    private static boolean readable(String query) {
        try {
            Query.parse(query, ALL);
            return true;
        } catch (ParseError _) {
            return false;
        }
    }
}
