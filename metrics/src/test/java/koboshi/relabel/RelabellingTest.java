package koboshi.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelabellingTest {
    private static final Map<String, String> GIVEN = Map.of("a", "foo", "b", "bar", "c", "baz", "__meta_x", "y");

    private static RelabelRule rule(Action action, List<String> sources, String regex, String target, String replacement) {
        return new RelabelRule(sources, ";", regex, 8, target, replacement, action);
    }

    /** null where it was dropped */
    private static Map<String, String> applied(RelabelRule... rules) {
        var labels = new TreeMap<>(GIVEN);
        return Relabelling.of(List.of(rules)).apply(labels) ? labels : null;
    }

    @Test
    void writesWhatGroupsMatched() {
        assertThat(applied(rule(Action.REPLACE, List.of("a", "b"), "(f.*);(?P<second>.*)r", "d", "$1-${second}-$3-$$-${1}x"))).containsEntry("d", "foo-ba--$-foox");
        assertThat(applied(rule(Action.REPLACE, List.of("a"), "f(.*)", "to_$1", "x"))).containsEntry("to_oo", "x");
        assertThat(applied(rule(Action.REPLACE, List.of("a"), "f", "d", "x"))).as("matched as a whole").doesNotContainKey("d");
        assertThat(applied(rule(Action.REPLACE, List.of("nothing"), ".*", "b", "$1"))).as("nothing is no label").doesNotContainKey("b");
    }

    @Test
    void keepsAndDrops() {
        assertThat(applied(rule(Action.KEEP, List.of("a"), "foo|x", "", ""))).isEqualTo(GIVEN);
        assertThat(applied(rule(Action.KEEP, List.of("a"), "fo", "", ""))).isNull();
        assertThat(applied(rule(Action.DROP, List.of("a", "b"), "foo;bar", "", ""))).isNull();
        assertThat(applied(rule(Action.DROP, List.of("z"), ".+", "", ""))).isEqualTo(GIVEN);
        assertThat(applied(rule(Action.KEEPEQUAL, List.of("a"), "(.*)", "b", ""))).isNull();
        assertThat(applied(rule(Action.DROPEQUAL, List.of("a"), "(.*)", "a", ""))).isNull();
    }

    @Test
    void renamesAndRemovesLabels() {
        assertThat(applied(rule(Action.LABELMAP, List.of(), "__meta_(.*)", "", "my_$1"))).containsEntry("my_x", "y").containsEntry("__meta_x", "y");
        assertThat(applied(rule(Action.LABELDROP, List.of(), "[ab]", "", ""))).containsOnlyKeys("c", "__meta_x");
        assertThat(applied(rule(Action.LABELKEEP, List.of(), "[ab]", "", ""))).containsOnlyKeys("a", "b");
    }

    @Test
    void changesTheCaseOfLetters() {
        assertThat(applied(rule(Action.UPPERCASE, List.of("a", "b"), "(.*)", "d", ""))).containsEntry("d", "FOO;BAR");
        assertThat(applied(rule(Action.UPPERCASE, List.of("a"), "(.*)", "d", ""), rule(Action.LOWERCASE, List.of("d"), "(.*)", "d", ""))).containsEntry("d", "foo");
    }

    /** Expected is the last half of the value's MD5 as a whole number, modulo. */
    @ParameterizedTest
    @CsvSource({"foo,8,0", "bar,8,2", "foo,1000,696", "'',10,8"})
    void sharesOutByTheSameHashAsPrometheus(String value, long modulus, String expected) {
        var labels = new TreeMap<>(Map.of("v", value));
        Relabelling.of(List.of(new RelabelRule(List.of("v"), ";", "(.*)", modulus, "d", "", Action.HASHMOD))).apply(labels);
        assertThat(labels).containsEntry("d", expected);
    }
}
