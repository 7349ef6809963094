package koboshi.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import koboshi.app.Version;
import koboshi.store.UnreadableJournal;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code koboshi}: the one command, and what it offers. */
@Command(
        name = "koboshi",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Release.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps a team's online services answering: notices silence and excess, gets the service back on its feet,"
                + " and proves that the same fall cannot happen twice.",
        footer = Exit.HELP)
public final class Main implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            Approve.class,
            Up.class,
            Down.class,
            Check.class,
            Checks.class,
            Init.class,
            Status.class,
            Incidents.class,
            Lesson.class,
            Logs.class,
            Prober.class,
            Push.class,
            SeriesStore.class,
            Token.class,
            Traffic.class,
            Test.class,
            RehearseStart.class,
            ShowVersion.class,
            Completion.class);

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? (koboshi --help lists them)");
    }

    public static void main(String... arguments) {
        // After a crash every moment counts, and to read what all the other commands are like takes a quarter of a second.
        boolean starts = arguments.length > 0 && arguments[0].equals("up");
        System.exit((starts ? commandLine(List.of(Up.class)) : commandLine()).execute(arguments));
    }

    static CommandLine commandLine() {
        var commands = new ArrayList<Object>(COMMANDS);
        ServiceLoader.load(Subcommand.class).forEach(commands::add);
        return commandLine(commands);
    }

    /** @param commands made, or their classes */
    private static CommandLine commandLine(List<?> commands) {
        var line = new CommandLine(new Main());
        commands.forEach(line::addSubcommand);
        line.setExecutionExceptionHandler((trouble, command, _) -> explain(trouble, command));
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    /** A person reads one line of what is wrong; a stack trace only where nobody foresaw it. */
    private static int explain(Exception trouble, CommandLine command) {
        return switch (trouble) {
            case NotReached away -> say(command, away.getMessage(), Exit.NOT_REACHED);
            case Wrong wrong -> say(command, wrong.getMessage(), Exit.USAGE);
            case UnreadableJournal journal -> say(command, journal.getMessage(), Exit.USAGE);
            case NoSuchFileException file -> say(command, "there is no " + file.getFile(), Exit.USAGE);
            case AccessDeniedException file -> say(command, "no permission for " + file.getFile(), Exit.USAGE);
            case IOException io -> say(command, String.valueOf(io.getMessage()), Exit.USAGE);
            default -> {
                trouble.printStackTrace();
                yield say(command, "this should not have happened: " + trouble, Exit.NOT_WELL);
            }
        };
    }

    private static int say(CommandLine command, String message, int code) {
        command.getErr().println("koboshi: " + message);
        return code;
    }

    /** From the jar. */
    static final class Release implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"koboshi " + Version.TEXT + " (Java " + System.getProperty("java.version") + ")"};
        }
    }

    @Command(name = "version", mixinStandardHelpOptions = true, description = "Which release this is.", footer = Exit.HELP)
    static final class ShowVersion implements Runnable {
        @Override
        public void run() {
            System.out.println(new Release().getVersion()[0]);
        }
    }

    @Command(
            name = "completion",
            mixinStandardHelpOptions = true,
            description = "Prints a completion script for bash and zsh: source <(koboshi completion)",
            footer = Exit.HELP)
    static final class Completion implements Runnable {
        @Override
        public void run() {
            System.out.print(AutoComplete.bash("koboshi", commandLine()));
        }
    }
}
