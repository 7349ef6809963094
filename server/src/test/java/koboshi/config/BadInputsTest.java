package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case of bad-inputs.txt: its sentence, the file, and after {@code --} every line a person is told. */
class BadInputsTest {
    @TempDir
    Path folder;

    record Case(String sentence, String yaml, String told) {
        static Case of(String block) {
            var sentence = block.lines().findFirst().orElseThrow();
            var halves = block.substring(sentence.length() + 1).split("(?m)^--\n", 2);
            return new Case(sentence, halves[0], halves[1].strip());
        }

        @Override
        public String toString() {
            return sentence;
        }
    }

    static Stream<Case> cases() throws IOException {
        var text = Files.readString(Path.of("src/test/resources/koboshi/config/bad-inputs.txt"));
        return Arrays.stream(text.split("(?m)^== ")).skip(1).map(Case::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void tells(Case bad) throws IOException {
        var file = Files.writeString(folder.resolve("koboshi.yaml"), bad.yaml());
        var problems = catchThrowableOfType(Problems.class, () -> Configuration.read(file));
        assertThat(problems).as("refused").isNotNull();
        assertThat(problems).hasMessage(bad.told());
    }
}
