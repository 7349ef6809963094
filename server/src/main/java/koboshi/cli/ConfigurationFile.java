package koboshi.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import koboshi.config.Configuration;
import koboshi.config.Problem;
import koboshi.config.Problems;
import picocli.CommandLine.Parameters;

/** The configuration a command speaks of. */
final class ConfigurationFile {
    @Parameters(
            arity = "0..1",
            paramLabel = "koboshi.yaml",
            defaultValue = "koboshi.yaml",
            description = "The configuration: a file, or a folder of *.yaml files (default: ${DEFAULT-VALUE}).")
    private Path path;

    Path path() {
        return path;
    }

    /** @throws Wrong with every problem on a line of its own */
    Configuration read() {
        if (!Files.exists(path)) {
            throw new Wrong("there is no " + path + "; koboshi init writes one to start from");
        }
        try {
            return Configuration.read(path);
        } catch (Problems problems) {
            var lines = new StringBuilder(problems.list().size() + " to mend in " + path + ":");
            problems.list().forEach((Problem problem) -> lines.append("\n  ").append(problem));
            throw new Wrong(lines.toString());
        }
    }
}
