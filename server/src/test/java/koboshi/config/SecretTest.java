package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    private static final String WORD = "tr0ub4dor";

    @TempDir
    private Path folder;

    private Secret holding(String text) throws IOException {
        return new Secret.File(Files.writeString(folder.resolve("token"), text));
    }

    @Test
    void theEndOfTheLastLineIsNoPartOfIt() throws IOException {
        assertThat(holding(WORD + "\r\n").value()).isEqualTo(WORD);
        assertThat(holding("  " + WORD + " \n\n").value()).isEqualTo("  " + WORD);
        assertThat(new Secret.Environment("PATH").value()).isEqualTo(System.getenv("PATH").stripTrailing());
    }

    @Test
    void whatIsMissingIsNamedAndSaysNothingOfWhatIsThere() throws IOException {
        assertThat(holding(" \n").trouble()).hasValue("file " + folder.resolve("token") + " is empty");
        assertThat(new Secret.File(folder).trouble()).hasValue("file " + folder + " is not there");
        assertThat(new Secret.Environment("KOBOSHI_NO_SUCH_VARIABLE").trouble()).hasValue("environment variable KOBOSHI_NO_SUCH_VARIABLE is not set");
        assertThat(holding(WORD.repeat(Secret.LARGEST)).trouble()).hasValueSatisfying(why -> assertThat(why).contains("larger than 64KiB").doesNotContain(WORD));
    }

    @Test
    void itIsNeverPrinted() throws IOException {
        var login = new Elsewhere.Login.Basic("me", holding(WORD));
        var server = new Elsewhere.Server(URI.create("https://metrics.example/" + WORD), login, Map.of(), Duration.ofSeconds(1));
        assertThat(login.toString()).doesNotContain(WORD);
        assertThat(server.toString()).isEqualTo("https://metrics.example");
    }

    @Test
    void oneThatNoHeaderCanCarryIsRefusedWithoutSayingIt() throws IOException {
        var server = new Elsewhere.Server(URI.create("https://metrics.example/"), new Elsewhere.Login.Bearer(holding(WORD + "\nX-More: 1")), Map.of(), Duration.ofSeconds(1));
        assertThatThrownBy(server::sent).isInstanceOf(IOException.class).hasMessageContaining("metrics.example").hasMessageContaining("no header can")
                .hasMessageNotContaining(WORD);
    }
}
