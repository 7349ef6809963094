package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liveqa.Flags;
import liveqa.Seams;
import liveqa.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** The real command on this host, as a process of its own. */
class PreflightTest {
    private @TempDir Path folder;

    private record End(int code, String out, String error) {}

    private End run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC", "-Xmx128m",
                "-XX:+ExitOnOutOfMemoryError", "-cp",
                System.getProperty("java.class.path"), "liveqa.LiveQa"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(folder.resolve("error").toFile());
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().remove("LC_ALL");
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new End(process.waitFor(), out, Files.readString(folder.resolve("error")));
    }

    @Test
    void itLooksAtThisHostAndFailsWhatNobodyAttests() throws Exception {
        var end = run("preflight", "--listen", "127.0.0.1:0", "--json", "-");
        assertThat(end.code()).isEqualTo(1);
        var report = new JsonMapper().readTree(end.out());
        assertThat(report.path("form").asString()).isEqualTo("live-qa-preflight/1");
        assertThat(report.path("lines").size()).isEqualTo(Checks.ALL.size());
        assertThat(report.path("lines").valueStream().filter(line -> line.path("id").asString().equals("admins")))
                .allMatch(line -> line.path("verdict").asString().equals("failed"));
        assertThat(report.path("millis").asLong()).isLessThan(20_000);
        assertThat(end.error()).isEmpty();
    }

    @Test
    void aServiceThatRunsAlreadyIsRecognisedAndAsked() throws Exception {
        var flags = CommandLine.populateCommand(new Flags(), "--listen", "127.0.0.1:0", "--data", folder.resolve("data").toString());
        try (var service = Service.start(flags, new Seams(answerer -> answerer, line -> line))) {
            var end = run("preflight", "--listen", "127.0.0.1:" + service.address().getPort(), "--data", folder.resolve("data").toString());
            assertThat(end.out()).contains("passed    port: a live-qa answers", "passed    memory: live-qa runs already", "passed    data folder:",
                    "passed    a question answered: answered in ");
        }
    }

    @Test
    void itSpeaksJapaneseAndComparesWithAnotherHost() throws Exception {
        run("preflight", "--json", "other.json");
        var end = run("preflight", "--lang", "ja", "--compare", "other.json");
        assertThat(end.out()).contains("この機械は", "不合格", "ここが劣る", "machine_id");
    }

    @Test
    void theServicesOwnCommandLineCanBePasted() throws Exception {
        Files.createDirectory(folder.resolve("none"));
        assertThat(run("preflight", "--workers", "3", "--feed", "chat.jsonl", "--documents", "none").out()).contains("there is no document in none");
        assertThat(run("--workers", "3", "--documents", "none", "preflight").out()).contains("there is no document in none");
    }

    @Test
    void whatCannotBeLookedAtEndsWithCode2() throws Exception {
        assertThat(run("preflight", "--compare", "gone.json")).satisfies(end -> assertThat(end.code()).isEqualTo(2)).extracting(End::error).asString()
                .contains("there is no report gone.json");
        assertThat(run("preflight", "--json", "no/such/folder.json").error()).contains("cannot write the report to no/such/folder.json");
        Files.writeString(folder.resolve("attest.yaml"), "admin: []\n");
        var end = run("preflight");
        assertThat(end.code()).isEqualTo(2);
        assertThat(end.error()).contains("attest.yaml:1:1: unknown key admin; did you mean admins?");
        assertThat(run("preflight", "--lsiten", "x").error()).contains("Unknown option", "--listen");
        assertThat(run("preflight", "--llm", "model", "--llm-model", "m").error()).contains("--llm: expected an address such as https://host/v1");
    }

    @Test
    void theFormIsWrittenOnce() throws Exception {
        assertThat(run("preflight", "init").code()).isZero();
        assertThat(folder.resolve("attest.yaml")).content().contains("second_route:", "told_apart_by:");
        assertThat(run("preflight", "init").error()).contains("is there already and stays as it is");
    }

    @Test
    void helpNamesIt() throws Exception {
        assertThat(run("--help").out()).contains("preflight", "--listen");
        assertThat(run("preflight", "--help").out()).contains("0 if nothing failed, 1 if something failed, 2 if it could not look");
    }
}
