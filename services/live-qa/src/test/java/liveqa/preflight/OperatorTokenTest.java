package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the operator's pages have a token where others can come in. */
class OperatorTokenTest {
    private @TempDir Path root;
    private Prepared host;

    @BeforeEach
    void prepare() {
        host = new Prepared(root);
    }

    private String says() throws Exception {
        return host.says(new OperatorTokenCheck());
    }

    @Test
    void onLoopbackNoneIsNeeded() throws Exception {
        assertThat(says()).startsWith("passed: none");
    }

    @Test
    void behindAProxyAMissingOneFailsWithTheCommandThatMakesOne() throws Exception {
        assertThat(host.door("qa.example.jp", null).says(new OperatorTokenCheck()))
                .startsWith("failed: --allow-host qa.example.jp lets others in").contains("-> openssl rand", "--operator-token-file");
    }

    @Test
    void oneInTheEnvironmentPassesAndIsNotPrinted() throws Exception {
        host.door("qa.example.jp", null).environment("LIVE_QA_OPERATOR_TOKEN", "a-long-secret-word");
        assertThat(says()).startsWith("passed").doesNotContain("secret");
    }

    @Test
    void aShortOneFailsAndIsNotPrinted() throws Exception {
        host.environment("LIVE_QA_OPERATOR_TOKEN", "s3cret");
        assertThat(says()).startsWith("failed: it has less than 12 characters").doesNotContain("s3cret");
    }

    @Test
    void aFileThatIsNotThereFails() throws Exception {
        assertThat(host.door(null, root.resolve("none")).says(new OperatorTokenCheck())).startsWith("failed: the key file").contains("cannot be read");
    }
}
