package koboshi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    private Path folder;

    static Stream<String> everyCommand() {
        return names("", Main.commandLine()).stream();
    }

    private static List<String> names(String before, CommandLine command) {
        var names = new ArrayList<String>();
        command.getSubcommands().forEach((name, each) -> {
            names.add(before + name);
            names.addAll(names(before + name + " ", each));
        });
        return names;
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandExplainsItselfAndItsExitCodes(String command) {
        var said = Terminal.run((command + " --help").split(" "));
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("Usage: koboshi " + command).contains("Exit codes: 0 well; 1 not well; 2 wrong usage or configuration; 3 no Koboshi");
    }

    @Test
    void theOneCommandNamesAllOthers() {
        assertThat(Terminal.run("--help").out()).contains("up", "down", "check", "init", "status", "incidents", "push", "token", "completion");
    }

    @ParameterizedTest
    @CsvSource({
        "statsu,            status",
        "chekc,             check",
        "incidents shwo,    show",
        "status --jsno,     --json",
        "up --lisen a:1,    --listen",
    })
    void aSlipOfTheFingerIsWrongUsageAndTheNearestWordIsOffered(String line, String nearest) {
        var said = Terminal.run(line.split(" "));
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains(nearest);
    }

    @ParameterizedTest
    @CsvSource({"''", "token", "incidents show", "incidents show many", "incidents --limit x", "token add", "incidents show 1 --lang fr", "token add a --role king"})
    void whatIsMissingOrNotUnderstoodIsWrongUsage(String line) {
        var said = Terminal.run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void theReleaseIsSaid() {
        assertThat(Terminal.run("version").out()).matches("koboshi \\S+ \\(Java \\S+\\)\\R");
        assertThat(Terminal.run("--version").out()).isEqualTo(Terminal.run("version").out());
    }

    @Test
    void theCompletionIsAScriptThatBashUnderstands() throws Exception {
        var script = Files.writeString(folder.resolve("completion"), Terminal.run("completion").out());
        assertThat(bash("-n", script.toString())).isEmpty();
        assertThat(bash("-c", "source " + script + " && complete -p koboshi")).contains("-F");
    }

    private static String bash(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("bash"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void aTokenIsShownOnceKeptHashedAndCanBeEnded() throws Exception {
        var file = folder.resolve("tokens.json").toString();
        var token = Terminal.run("token", "add", "mina", "--role", "operator", "--file", file).out().strip();
        assertThat(token).isNotEmpty();
        assertThat(Files.readString(Path.of(file))).contains("mina").doesNotContain(token);
        assertThat(Terminal.run("token", "remove", "mina", "--file", file).code()).isZero();
        assertThat(Terminal.run("token", "remove", "mina", "--file", file).err()).contains("there is no token for mina");
    }
}
