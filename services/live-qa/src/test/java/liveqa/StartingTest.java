package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingTest {
    private @TempDir Path data;

    @Test
    void aPortInUseIsSaidAndEndsWithCode2() throws Exception {
        try (var running = Running.plain(data.resolve("one"))) {
            var address = "127.0.0.1:" + running.service.address().getPort();
            var end = Child.end(data.resolve("two"), "--listen", address);
            assertThat(end.code()).isEqualTo(2);
            assertThat(end.said()).contains("cannot listen at " + address, "--listen");
        }
    }

    @Test
    void aStateFolderServesOneProcess() throws Exception {
        try (var _ = Running.plain(data)) {
            var end = Child.end(data);
            assertThat(end.code()).isEqualTo(2);
            assertThat(end.said()).contains("another live-qa uses the data folder");
        }
    }

    @Test
    void documentsThatCannotBeReadAreNamed() throws Exception {
        var empty = Files.createDirectory(data.resolve("empty"));
        var end = Child.end(data, "--documents", empty.toString());
        assertThat(end.code()).isEqualTo(2);
        assertThat(end.said()).contains(empty.toString());
    }

    @Test
    void onesOwnDocumentsAreAnsweredFrom() throws Exception {
        var documents = Files.createDirectory(data.resolve("documents"));
        Files.writeString(documents.resolve("a.md"), "# 町内会だより\n\n## 盆踊り\n\n盆踊りは八月十日に中央公園で開きます。\n");
        try (var running = Running.plain(data, "--documents", documents.toString())) {
            assertThat(running.answerTo(running.ask("盆踊りはいつですか")).path("source").path("document").asString()).isEqualTo("町内会だより");
        }
    }

    @Test
    void aWrongFlagIsExplained() throws Exception {
        var end = Child.end(data, "--listen", "8080");
        assertThat(end.code()).isEqualTo(2);
        assertThat(end.said()).contains("expected HOST:PORT");
    }

    @Test
    void aServiceWithoutWorkersIsRefused() throws Exception {
        var end = Child.end(data, "--workers", "0");
        assertThat(end.code()).isEqualTo(2);
        assertThat(end.said()).contains("--workers must be from 1 to 64");
    }

    @Test
    void theSamplesCanBeCopiedAsAStart() throws Exception {
        var copy = data.resolve("mine");
        assertThat(Child.end(data, "--copy-samples", copy.toString()).code()).isZero();
        assertThat(copy.resolve("01-childcare.md")).isRegularFile();
    }
}
