package koboshi.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"service/live-qa", "instance/live-qa@host-1", "backend/web/s1", "guard/agent-away:host.example", "job/9"})
    void isReadAsItIsWritten(String text) {
        assertThat(ResourceId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "live-qa", "service/", "/live-qa", "Service/x", "service/-x", "service/a b", "service/a\n", "9/x"})
    void refusesWhatNamesNothing(String text) {
        assertThatThrownBy(() -> ResourceId.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected kind/name");
    }

    @Test
    void isOrderedByKindAndThenByName() {
        assertThat(ResourceId.parse("job/z")).isLessThan(ResourceId.parse("service/a"));
        assertThat(ResourceId.service("a")).isLessThan(ResourceId.service("b")).isEqualByComparingTo(ResourceId.parse("service/a"));
    }
}
