package koboshi.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "prober",
        mixinStandardHelpOptions = true,
        description = {
            "Runs journeys from where this host stands, and tells a Koboshi elsewhere how they went, until it is stopped.",
            "Which ones, that Koboshi says: those with this vantage in their from. Secrets they name must be in this host's environment or files.",
            "Make its token there: koboshi token add NAME --role prober"
        },
        footer = Exit.HELP)
final class Prober implements Callable<Integer> {
    @Option(
            names = "--server",
            paramLabel = "URL",
            required = true,
            description = "Where that Koboshi is, such as https://koboshi.example.org; http only where nobody can listen.")
    private URI server;

    @Option(names = "--token-file", paramLabel = "FILE", required = true, description = "Holds the token, and nothing else; read anew at every dial.")
    private Path tokenFile;

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "This vantage's name, as in the configuration and of the token.")
    private String name;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates, in PEM, of the authorities to believe where that Koboshi is behind https; default: those this host's Java believes.")
    private Path authorities;

    @Option(names = "--programs", description = "Also run journeys whose steps run programs: whoever may write that Koboshi's configuration may then run programs here.")
    private boolean programs;

    @Override
    public Integer call() throws IOException {
        try {
            koboshi.agent.Prober.run(server, name, tokenFile, Optional.ofNullable(authorities), programs, line -> System.out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line));
        } catch (IllegalArgumentException wrong) {
            throw new Wrong("--server: " + wrong.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Exit.OK;
    }
}
