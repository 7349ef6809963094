package koboshi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
    @Test
    void fillsEveryPlaceWithWhatWasCaptured() {
        assertThat(Template.fill("/q/${id}/a/${id}?t=${token}", Map.of("id", "7", "token", "x"))).isEqualTo("/q/7/a/7?t=x");
        assertThat(Template.names("${a} ${b} ${a}")).containsExactly("a", "b", "a");
    }

    @Test
    void aCapturedValueIsTakenAsItIs() {
        assertThat(Template.fill("${a}", Map.of("a", "$1 \\ ${b}"))).isEqualTo("$1 \\ ${b}");
    }

    @Test
    void whatIsNoPlaceStaysAsItIs() {
        assertThat(Template.fill("$x ${} ${1a} {a} ${a", Map.of())).isEqualTo("$x ${} ${1a} {a} ${a");
    }

    @Test
    void saysWhichValueWasNeverCaptured() {
        assertThatThrownBy(() -> Template.fill("${a}${b}", Map.of("a", "1"))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("${b}");
    }

    @Test
    void aSecretIsFetchedFromWhereItIsKept() {
        var text = "Bearer ${env:TOKEN} ${file:/run/a b} ${json:env:T} ${id}";
        assertThat(Template.fill(text, Map.of("id", "${env:X}"), reference -> "<" + reference + ">")).isEqualTo("Bearer <env:TOKEN> <file:/run/a b> <json:env:T> ${env:X}");
        assertThat(Template.names(text)).containsExactly("env:TOKEN", "file:/run/a b", "json:env:T", "id");
    }

    @Test
    void whereNobodyFetchesSecretsTheirPlaceIsNamed() {
        assertThatThrownBy(() -> Template.fill("${env:A}", Map.of("env:A", "1"))).hasMessageContaining("${env:A}");
    }
}
