package koboshi.integration.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import koboshi.promql.SourceUnavailable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Whatever another server answers, it is read or refused in words, and soon. */
class AnswersMutationTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @ValueSource(strings = {
        "{'status':'success','data':{'resultType':'vector','result':[{'metric':{'__name__':'up','job':'a'},'value':[1767225600.781,'1']}]},'warnings':['w']}",
        "{'status':'success','data':{'resultType':'matrix','result':[{'metric':{'a':'b'},'values':[[1767225600,'1'],[1767225615,'+Inf'],[1767225630,'NaN']]}]}}",
        "{'status':'success','data':{'resultType':'scalar','result':[1767225600,'3e5']}}"})
    void readsABrokenAnswerOrRefusesIt(String quoted) {
        var sound = quoted.replace('\'', '"');
        var random = new Random(sound.length());
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 3_000; i++) {
                read(mutated(sound, random));
            }
        });
    }

    private static void read(String text) {
        try {
            assertThat(Answers.read(JSON.readTree(text))).as(text).isNotNull();
        } catch (SourceUnavailable refused) {
            assertThat(refused.getMessage()).isNotBlank();
        } catch (JacksonException noJson) {
            assertThat(noJson.getMessage()).isNotBlank();
        } catch (RuntimeException other) {
            throw new AssertionError(text, other);
        }
    }

    private static String mutated(String sound, Random random) {
        var text = new StringBuilder(sound);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, "\"{}[]:,0-9e.naé ".charAt(random.nextInt(16)));
                case 1 -> text.insert(at, sound, at % sound.length(), Math.min(sound.length(), at % sound.length() + random.nextInt(12)));
                default -> text.delete(at, Math.min(text.length() - 1, at + 1 + random.nextInt(6)));
            }
        }
        return text.toString();
    }
}
