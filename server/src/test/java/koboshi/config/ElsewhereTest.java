package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElsewhereTest {
    @TempDir
    private Path folder;

    private Elsewhere read(String text) throws IOException, Problems {
        return Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), text)).elsewhere();
    }

    private String refused(String text) {
        return catchThrowableOfType(Problems.class, () -> read(text)).getMessage();
    }

    @Test
    void readsWhereToAskAndWhereToWrite() throws Exception {
        Files.writeString(folder.resolve("token"), "geheim\n");
        var read = read("""
                source: {prometheus: 'https://mimir.example/prometheus', bearer: {file: token}, headers: {X-Scope-OrgID: team}, timeout: 5s}
                remote_write:
                  - {url: 'http://127.0.0.1:9090/api/v1/write', disk: 100MiB}
                  - {url: 'http://127.0.0.1:8428/api/v1/write', name: vm, native_histograms: true, basic: {user: me, password: {file: token}}}
                """);
        assertThat(read.source().orElseThrow().sent()).containsEntry("Authorization", "Bearer geheim").containsEntry("X-Scope-OrgID", "team");
        assertThat(read.source().orElseThrow().patience()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read.source().toString()).doesNotContain("geheim").doesNotContain("/prometheus");
        assertThat(read.remoteWrites()).extracting(Elsewhere.RemoteWrite::name).containsExactly("127.0.0.1-9090", "vm");
        assertThat(read.remoteWrites()).extracting(Elsewhere.RemoteWrite::nativeHistograms).containsExactly(false, true);
        assertThat(read.remoteWrites().getFirst().disk()).isEqualTo(100L << 20);
        assertThat(read.remoteWrites().getLast().server().sent()).containsEntry("Authorization", "Basic bWU6Z2VoZWlt");
    }

    @Test
    void aSecretOfTwoLinesIsRefusedAndNotRepeated() throws Exception {
        Files.writeString(folder.resolve("token"), "geheim\nzwei\n");
        var server = read("source: {prometheus: 'http://a', bearer: {file: token}}").source().orElseThrow();
        var trouble = catchThrowableOfType(IOException.class, server::sent);
        assertThat(trouble).hasMessageContaining("holds what no header can").hasMessageNotContaining("geheim").hasMessageNotContaining("zwei").hasNoCause();
    }

    @Test
    void headersOfTheConnectionAreRefused() {
        assertThat(refused("source: {prometheus: 'http://a', headers: {Host: x}}")).contains("set by the connection itself");
    }

    @Test
    void oneServerNeedsNoList() throws Exception {
        assertThat(read("remote_write: {url: 'http://127.0.0.1:9090/api/v1/write'}").remoteWrites()).hasSize(1);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(refused("source: {prometeus: 'http://a'}")).contains("did you mean \"prometheus\"?").contains("source.prometheus: missing");
        assertThat(refused("source: {prometheus: 'ftp://a'}")).contains("koboshi.yaml:1:22: source.prometheus: expected an address");
        assertThat(refused("source: {prometheus: 'http://a', headers: {Authorization: x}}")).contains("a secret itself never stands in this file");
        assertThat(refused("source: {prometheus: 'http://a', bearer: {env: A}, basic: {user: u, password: {env: B}}}")).contains("cannot stand beside bearer");
        assertThat(refused("remote_write: [{url: 'http://a/w'}, {url: 'http://a/x'}]")).contains("another is named \"a\"");
    }
}
