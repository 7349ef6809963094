package koboshi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import koboshi.config.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Writes a commented koboshi.yaml to start from. An existing file is never overwritten.",
        footer = Exit.HELP)
final class Init implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "koboshi.yaml", defaultValue = "koboshi.yaml", description = "Where to (default: ${DEFAULT-VALUE}).")
    private Path path;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(path)) {
            throw new Wrong(path + " exists already and is left as it is");
        }
        Files.writeString(path, Configuration.example(), StandardOpenOption.CREATE_NEW);
        System.out.println("wrote " + path + "; next: koboshi check " + path + ", then koboshi up " + path);
        return Exit.OK;
    }
}
