package koboshi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import koboshi.app.Installation;
import koboshi.store.ChildJvm;
import koboshi.store.ProcessLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** init, check and up. */
class ConfigurationCommandsTest {
    @TempDir
    private Path folder;

    private Path write(String plan) throws IOException {
        return Files.writeString(folder.resolve("koboshi.yaml"), plan);
    }

    @Test
    void initWritesAFileThatChecksAndOverwritesNone() throws IOException {
        var file = folder.resolve("koboshi.yaml");
        assertThat(Terminal.run("init", file.toString()).out()).contains("wrote " + file).contains("koboshi check");
        assertThat(Terminal.run("check", file.toString()).code()).isZero();
        Files.writeString(file, "mine");
        var again = Terminal.run("init", file.toString());
        assertThat(again.code()).isEqualTo(Exit.USAGE);
        assertThat(again.err()).contains(file + " exists already and is left as it is");
        assertThat(file).hasContent("mine");
    }

    @Test
    void initIntoAFolderThatIsNotThereSaysWhatIsMissing() {
        var said = Terminal.run("init", folder.resolve("no/koboshi.yaml").toString());
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).isEqualToNormalizingNewlines("koboshi: there is no " + folder.resolve("no/koboshi.yaml") + "\n");
    }

    @Test
    void checkCountsWhatIsThere() throws IOException {
        var said = Terminal.run("check", write(Installation.PLAN).toString());
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("is fine: 0 services, 0 journeys, 1 guards (0 of them built in)");
    }

    @Test
    void checkNamesFileLineAndColumnOfEveryProblem() throws IOException {
        var said = Terminal.run("check", write("gards: {}\nlisten: nowhere\n").toString());
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("2 to mend in").contains("koboshi.yaml:1:1: ").contains("did you mean \"guards\"?").contains("koboshi.yaml:2:9: listen: ");
    }

    @Test
    void checkOfNothingSaysHowToBegin() {
        var said = Terminal.run("check", folder.resolve("koboshi.yaml").toString());
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("koboshi init writes one to start from");
    }

    @Test
    void checkRefusesWhatCouldNotBeRecorded() throws IOException {
        var said = Terminal.run("check", write("services: {big: {run: [\"a\", \"" + "x".repeat(70_000) + "\"]}}\n").toString());
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("service/big would take 70");
    }

    @Test
    void upRefusesAnAddressThatIsNoneAndOneForStrangersWithoutTokens() throws IOException {
        var file = write(Installation.PLAN).toString();
        assertThat(Terminal.run("up", file, "--listen", "nowhere").err()).contains("expected host:port such as 127.0.0.1:8642");
        var open = Terminal.run("up", file, "--listen", "0.0.0.0:0");
        assertThat(open.code()).isEqualTo(Exit.USAGE);
        assertThat(open.err()).contains("can be reached from other machines").contains("tokens");
    }

    @Test
    void upWhereTheAddressIsTakenOrTheFolderHeldSaysSoInOneLine() throws IOException {
        var file = write(Installation.PLAN).toString();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var said = Terminal.run("up", file, "--listen", "127.0.0.1:" + taken.getLocalPort());
            assertThat(said.code()).isEqualTo(Exit.USAGE);
            assertThat(said.err().lines()).hasSize(1).first().asString().contains("is in use by another program; choose another with --listen");
        }
        try (var _ = ProcessLock.take(folder.resolve("held"))) {
            assertThat(Terminal.run("up", file, "--state", folder.resolve("held").toString()).err().lines()).hasSize(1).first().asString().contains("another Koboshi");
        }
    }

    @Test
    void upOverAJournalThatIsNoneSaysSoInOneLine() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(".koboshi")).resolve("journal.db"), "no journal at all".repeat(100));
        var said = Terminal.run("up", write(Installation.PLAN).toString());
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err().lines()).hasSize(1).first().asString().contains("cannot open the journal");
    }

    @Test
    void upStaysUpUntilItIsTold() throws Exception {
        try (var child = ChildJvm.run(Main.class, "up", write(Installation.PLAN))) {
            var line = child.line();
            while (!line.startsWith("koboshi is up at ")) {
                line = child.line();
            }
            assertThat(Terminal.run("status", "--server", line.substring("koboshi is up at ".length())).code()).isZero();
            child.askToEnd();
            assertThat(child.rest()).anyMatch(each -> each.startsWith("koboshi stopped; services and their agent go on"));
            ProcessLock.take(folder.resolve(".koboshi")).close();
        }
    }
}
