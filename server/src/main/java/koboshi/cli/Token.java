package koboshi.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import koboshi.http.Role;
import koboshi.http.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Who may come in from other machines.",
        footer = Exit.HELP,
        subcommands = {Token.Add.class, Token.Remove.class})
final class Token implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "add or remove?");
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Makes a token and prints it, once; only its hash is kept.", footer = Exit.HELP)
    static final class Add implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "Whose it is.")
        private String name;

        @Option(names = "--role", defaultValue = "viewer", description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        private Role role;

        @Option(names = "--file", defaultValue = "tokens.json", description = "As tokens.file in the configuration (default: ${DEFAULT-VALUE}).")
        private Path file;

        @Override
        public Integer call() throws IOException {
            try {
                System.out.println(Tokens.read(file).add(name, role));
                return Exit.OK;
            } catch (IllegalArgumentException wrong) {
                throw new Wrong(wrong.getMessage());
            }
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Ends a token at once.", footer = Exit.HELP)
    static final class Remove implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "Whose it was.")
        private String name;

        @Option(names = "--file", defaultValue = "tokens.json", description = "As tokens.file in the configuration (default: ${DEFAULT-VALUE}).")
        private Path file;

        @Override
        public Integer call() throws IOException {
            if (!Tokens.read(file).remove(name)) {
                throw new Wrong("there is no token for " + name + " in " + file);
            }
            return Exit.OK;
        }
    }
}
