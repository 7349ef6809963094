package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8642", "127.8.8.8:1", "localhost:8642", "[::1]:8642"})
    void loopbackNeedsNoTokens(String listen) throws Exception {
        assertThat(read("listen: \"" + listen + "\"\n").settings().listen()).hasToString(listen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8642", "[::]:8642", "10.0.0.1:8642", "127.0.0.1.example.org:80", "localhost.example.org:80"})
    void anyOtherAddressNeedsTokens(String listen) throws Exception {
        assertThat(read("listen: \"" + listen + "\"\ntokens: {file: t.json}\n").settings().tokens()).contains(folder.resolve("t.json"));
        assertThat(catchThrowable(() -> read("listen: \"" + listen + "\"\n"))).isInstanceOf(Problems.class);
    }

    private Configuration read(String text) throws Exception {
        return Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), text));
    }
}
