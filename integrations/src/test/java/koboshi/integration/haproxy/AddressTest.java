package koboshi.integration.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"unix:/run/haproxy.sock", "unix:///run/haproxy.sock", "/run/haproxy.sock"})
    void readsThePathOfASocket(String text) {
        assertThat(Address.parse(text)).isEqualTo(new Address.Unix(Path.of("/run/haproxy.sock"))).hasToString("unix:/run/haproxy.sock");
    }

    @Test
    void readsAPort() {
        assertThat(Address.parse("tcp://127.0.0.1:9999")).isEqualTo(new Address.Tcp("127.0.0.1", 9999)).hasToString("tcp://127.0.0.1:9999");
        assertThat(Address.parse("tcp://lb-1.example:1")).isEqualTo(new Address.Tcp("lb-1.example", 1));
        assertThat(Address.parse("tcp://[::1]:9999")).isEqualTo(new Address.Tcp("::1", 9999)).hasToString("tcp://[::1]:9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "haproxy.sock", "unix:haproxy.sock", "tcp://127.0.0.1", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536", "tcp://:1", "http://127.0.0.1:80", "unix:/a\nb"})
    void saysWhatItExpectedInstead(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("unix:/run/haproxy.sock", "tcp://127.0.0.1:9999");
    }

    @Test
    void refusesAPathTheKernelCannotKeep() {
        assertThatThrownBy(() -> Address.parse("/" + "a".repeat(107))).hasMessageContaining("107");
        assertThat(Address.parse("/" + "a".repeat(106))).isInstanceOf(Address.Unix.class);
    }
}
