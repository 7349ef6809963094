package koboshi.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        description = "Sends values of series, one a line: koboshi push 'speech_queue_seconds{channel=\"live\"} 3.2'",
        footer = Exit.HELP)
final class Push implements Callable<Integer> {
    @Mixin
    private Server server;

    @Parameters(arity = "0..*", paramLabel = "LINE", description = "name{label=\"value\"} number; without any, lines are read from standard input.")
    private List<String> lines;

    @Override
    public Integer call() throws IOException {
        server.push(lines == null ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : String.join("\n", lines) + "\n");
        return Exit.OK;
    }
}
