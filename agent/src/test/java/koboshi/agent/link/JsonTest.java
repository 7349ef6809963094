package koboshi.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.guard.Condition;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.journey.Step;
import koboshi.resource.Origin;
import koboshi.signal.Fact;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

class JsonTest {
    static Stream<Object> samples() {
        return Samples.ALL.stream();
    }

    static Stream<Class<?>> kinds() {
        return Stream.of(Frame.class, Entry.class, Fact.class, Outcome.class, Refusal.class, Condition.class, Standing.class, Origin.class, Step.class, Step.Turn.class,
                        Step.Capture.class)
                .flatMap(sealed -> Arrays.stream(sealed.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsWrittenIsReadBackTheSame(Object sample) {
        assertRoundTrip(sample, sealedOf(sample.getClass()));
    }

    private static <T> void assertRoundTrip(Object sample, Class<T> as) {
        var text = Json.write(as.cast(sample), as);
        assertThat(Json.read(text, as)).isEqualTo(sample);
        assertThat(text).contains("\"is\":\"" + KindNames.name(sample.getClass()) + '"');
    }

    /** Whoever adds a record adds a sample of it. */
    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindHasASample(Class<?> kind) {
        assertThat(Samples.ALL).hasAtLeastOneElementOfType(kind);
    }

    @Test
    void namesAreThoseOfTheProtocol() {
        assertThat(Json.write(new Frame.Hello(1, "local", "b1"))).isEqualTo("{\"is\":\"hello\",\"protocol\":1,\"id\":\"local\",\"boot\":\"b1\"}");
        assertThat(Json.write(new Fact.StartFailed("no"), Fact.class)).isEqualTo("{\"is\":\"start-failed\",\"why\":\"no\"}");
    }

    @Test
    void identitiesAmountsTimesAndLabelsAreWrittenForAReader() {
        assertThat(Json.write(Samples.GRANT))
                .contains("\"id\":\"service/live-qa\"", "\"memoryLimit\":536870912", "\"warmUp\":\"PT30S\"")
                .doesNotContain("\"page\"");
        assertThat(Json.write(Samples.STANDING_CHANGED, Entry.class)).contains("\"labels\":{\"channel\":\"live\"}", "\"since\":\"2026-01-02T03:04:05.678Z\"");
    }

    @Test
    void aPropertyOfANewerPeerIsPassedOver() {
        assertThat(Json.frame("{\"is\":\"ack\",\"seq\":7,\"mood\":\"good\"}")).isEqualTo(new Frame.Ack(7));
    }

    @Test
    void anUnknownKindIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> Json.frame("{\"is\":\"sing\",\"song\":\"la\"}")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("sing");
        assertThatThrownBy(() -> Json.frame("{\"seq\":7}")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("is");
    }

    @Test
    void aFrameTooLargeIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> Json.write(new Frame.Refused("あ".repeat(30_000)))).hasMessageContaining("65536 bytes");
    }

    private static Class<?> sealedOf(Class<?> kind) {
        return Arrays.stream(kind.getInterfaces()).filter(Class::isSealed).findFirst().orElseThrow();
    }
}
