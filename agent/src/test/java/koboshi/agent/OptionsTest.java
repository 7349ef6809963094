package koboshi.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void whatIsMissingOrUnknownIsNamed() {
        assertThatThrownBy(() -> Options.parse("--server", "ws://h:1/agent")).hasMessage("--id is missing");
        assertThatThrownBy(() -> Options.parse("--sever", "x")).hasMessageStartingWith("unknown option --sever (known: --server,");
        assertThatThrownBy(() -> Options.parse("--id")).hasMessage("--id needs a value");
        assertThatThrownBy(() -> parse("http://h:1/agent")).hasMessage("--server http://h:1/agent (expected ws://host:port/agent, or wss:)");
    }

    @Test
    void evidenceGoesBesideTheLink() {
        assertThat(parse("ws://h:8642/agent").evidence("ab")).isEqualTo(URI.create("http://h:8642/agent/evidence/ab"));
        assertThat(parse("wss://h/agent").evidence("ab")).isEqualTo(URI.create("https://h/agent/evidence/ab"));
    }

    @Test
    void howOftenIsMeasuredMayBeSaidAndIsBounded() {
        assertThat(parse("ws://h:1/agent").hostEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> Options.parse("--server", "ws://h:1/agent", "--id", "a", "--state", "s", "--token-file", "t", "--host-every", "1"))
                .hasMessage("--host-every 1 (expected milliseconds, at least 100)");
    }

    private static Options parse(String server) {
        return Options.parse("--server", server, "--id", "local", "--state", "s", "--token-file", "t");
    }
}
