package koboshi.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import koboshi.tsdb.Inspection;
import koboshi.tsdb.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "series",
        mixinStandardHelpOptions = true,
        description = "Looks after the store of series.",
        footer = Exit.HELP,
        subcommands = {SeriesStore.Check.class, SeriesStore.Repair.class, SeriesStore.Snapshot.class})
final class SeriesStore implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "check, repair or snapshot?");
    }

    /** Which store is meant. */
    static final class Folder {
        @Parameters(
                arity = "0..1",
                paramLabel = "FOLDER",
                defaultValue = ".koboshi/series",
                description = "The store; no Koboshi may be using it (default: ${DEFAULT-VALUE}).")
        private Path path;

        private void reading(String file) {
            System.err.println("reading " + file);
        }
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Reads every file and names what is damaged; changes nothing.", footer = Exit.HELP)
    static final class Check implements Callable<Integer> {
        @Mixin
        private Folder folder;

        @Override
        public Integer call() throws IOException {
            var report = Inspection.inspect(folder.path, folder::reading);
            report.findings().forEach(System.out::println);
            System.out.printf(
                    "%d files and blocks, %d series and %d samples in blocks: %s%n",
                    report.files(), report.series(), report.samples(), report.sound() ? "sound" : report.findings().size() + " things are damaged");
            return report.sound() ? Exit.OK : Exit.NOT_WELL;
        }
    }

    @Command(
            name = "repair",
            mixinStandardHelpOptions = true,
            description = "Sets aside what cannot be read, keeps the rest, and says what is lost.",
            footer = Exit.HELP)
    static final class Repair implements Callable<Integer> {
        @Mixin
        private Folder folder;

        @Override
        public Integer call() throws IOException {
            // Nothing may be deleted for its age while somebody tries to save what there is.
            var keepAll = Settings.standard().withKeep(Duration.ofDays(36_500), 0);
            var lost = Inspection.repair(folder.path, keepAll, folder::reading);
            lost.forEach(System.out::println);
            System.out.println(lost.isEmpty() ? "nothing was damaged" : lost.size() + " things were set aside; the rest is sound");
            return Exit.OK;
        }
    }

    @Command(
            name = "snapshot",
            mixinStandardHelpOptions = true,
            description = "Makes a copy of the store of a running Koboshi, below series-snapshots in its state folder.",
            footer = Exit.HELP)
    static final class Snapshot implements Callable<Integer> {
        @Mixin
        private Server server;

        @Parameters(paramLabel = "NAME", description = "The copy's folder.")
        private String name;

        @Override
        public Integer call() {
            System.out.println(server.post("/api/series/snapshot/" + name, Map.of()).path("folder").asString());
            return Exit.OK;
        }
    }
}
