package koboshi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceStoreTest {
    private static final byte[] DUMP = "\"main\" #1 BLOCKED".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private EvidenceStore store;
    private String hash;

    @BeforeEach
    void open() throws Exception {
        store = new EvidenceStore(folder);
        hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(DUMP));
    }

    @Test
    void whatIsKeptIsFoundUnderItsHash() throws IOException {
        assertThat(store.keep(hash, new ByteArrayInputStream(DUMP))).isEqualTo(hash);
        assertThat(store.keep(hash, new ByteArrayInputStream(DUMP))).isEqualTo(hash);
        assertThat(store.find(hash).orElseThrow()).hasBinaryContent(DUMP);
    }

    @Test
    void contentThatIsNotWhatItsNamePromisesIsNotKept() throws IOException {
        var other = "0".repeat(64);
        assertThat(store.keep(other, new ByteArrayInputStream(DUMP))).isEqualTo(hash);
        assertThat(store.find(other)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSenderThatBreaksOffLeavesNothing() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        assertThatThrownBy(() -> store.keep(hash, broken)).hasMessage("gone");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatAKillLeftHalfArrivedIsForgottenAtTheNextStart() throws IOException {
        Files.write(folder.resolve(".arriving-1"), DUMP);
        store = new EvidenceStore(folder);
        assertThat(folder).isEmptyDirectory();
    }
}
