package liveqa;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import liveqa.document.Documents;
import liveqa.http.Identity;
import liveqa.preflight.Preflight;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the service. */
@Command(name = "live-qa", mixinStandardHelpOptions = true, versionProvider = LiveQa.Version.class, sortOptions = false,
        description = "A live AI that answers viewers' questions out of a folder of documents, quoting its source.")
public final class LiveQa implements Callable<Integer> {
    @Mixin
    private Flags flags;

    @Option(names = "--copy-samples", paramLabel = "DIR", description = "Writes the sample documents to DIR, to start your own from, and ends")
    private Path copySamples;

    public static void main(String[] arguments) {
        int code = Preflight.in(new CommandLine(new LiveQa()), arguments).execute(arguments);
        if (code != 0) System.exit(code);
    }

    @Override
    public Integer call() throws Exception {
        if (copySamples == null) return run(flags, Seams.NONE);
        Documents.copySamples(copySamples);
        System.out.println("sample documents written to " + copySamples);
        return 0;
    }

    /** Returns 0 once the service runs (until the process is asked to stop), or the exit code when it cannot start. */
    public static int run(Flags flags, Seams seams) {
        var troubleOfLog = LogLines.start(flags.intake.logFormat, flags.intake.logFile);
        try {
            var service = Service.start(flags, seams);
            service.reports(troubleOfLog);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> end(service)));
            System.out.println(Identity.SERVICE + " ready at " + service.url() + " after " + sinceProcessStart() + " ms");
            Thread.ofPlatform().name("quick-end").daemon().start(QuickEnd::prepare);
        } catch (CannotStart e) {
            System.err.println("live-qa: " + e.getMessage());
            return 2;
        }
        return 0; // The server's own thread keeps the process alive; the hook ends it.
    }

    private static void end(Service service) {
        service.close();
        QuickEnd.now();
    }

    private static long sinceProcessStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = LiveQa.class.getPackage().getImplementationVersion();
            return new String[] {"live-qa " + (version == null ? "unpackaged" : version)};
        }
    }
}
