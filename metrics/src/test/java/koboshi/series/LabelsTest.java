package koboshi.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private final Labels labels = Labels.of("__name__", "up", "job", "web", "zone", "a");

    @Test
    void areWrittenAsPrometheusWritesThem() {
        assertThat(labels).hasToString("up{job=\"web\",zone=\"a\"}");
        assertThat(Labels.of("__name__", "up")).hasToString("up");
        assertThat(Labels.NONE).hasToString("{}");
        assertThat(Labels.of("__name__", "my.metric", "label.x", "a\"b")).hasToString("{\"my.metric\",\"label.x\"=\"a\\\"b\"}");
    }

    @Test
    void areNarrowedAndWidenedByName() {
        assertThat(labels.only(List.of("job", "nothing"))).isEqualTo(Labels.of("job", "web"));
        assertThat(labels.withoutAll(List.of("job", "__name__"))).isEqualTo(Labels.of("zone", "a"));
        assertThat(labels.without("nothing")).isSameAs(labels);
        assertThat(labels.with("job", "")).isEqualTo(labels.without("job"));
    }

    @Test
    void areMatchedByPatternsAnchoredAtBothEnds() {
        assertThat(like("we|web").matches(labels)).isTrue();
        assertThat(like("we").matches(labels)).isFalse();
        assertThat(like("w.*").matches(labels)).isTrue();
        assertThat(like("(?i)WEB").matches(labels)).isTrue();
        assertThat(like("w|x.b").matches(labels)).isFalse();
        assertThat(new Matcher("job", Matcher.Kind.UNLIKE, ".+").matches(labels)).isFalse();
        assertThat(new Matcher("nothing", Matcher.Kind.LIKE, "|a").matches(labels)).isTrue();
        assertThat(new Matcher("text", Matcher.Kind.LIKE, "a.*b").matches(Labels.of("text", "a\nb"))).isTrue();
    }

    private static Matcher like(String pattern) {
        return new Matcher("job", Matcher.Kind.LIKE, pattern);
    }
}
