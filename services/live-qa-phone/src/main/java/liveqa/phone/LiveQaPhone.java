package liveqa.phone;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import liveqa.phone.http.Identity;
import liveqa.phone.words.Words;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the service. */
@Command(name = "live-qa-phone", mixinStandardHelpOptions = true, versionProvider = LiveQaPhone.Version.class, sortOptions = false,
        description = "live-qa by telephone: answers calls of a provider (webhooks) and of SIP, and speaks live-qa's answers.")
public final class LiveQaPhone implements Callable<Integer> {
    @Mixin
    private Flags flags;

    @Option(names = "--copy-words", paramLabel = "FILE", description = "Writes the bundled words to FILE, to start your own from, and ends")
    private Path copyWords;

    public static void main(String[] arguments) {
        int code = new CommandLine(new LiveQaPhone()).execute(arguments);
        if (code != 0) System.exit(code);
    }

    @Override
    public Integer call() {
        return copyWords == null ? run(flags) : copied(copyWords);
    }

    private static int copied(Path file) {
        try {
            Files.writeString(file, Words.bundledText(), StandardOpenOption.CREATE_NEW);
            System.out.println("words written to " + file);
            return 0;
        } catch (IOException e) {
            System.err.println("live-qa-phone: cannot write the words: " + e);
            return 2;
        }
    }

    /** Returns 0 once the service runs (until the process is asked to stop), or 2 when it cannot start. */
    private static int run(Flags flags) {
        LogLines.toStandardOutput();
        try {
            var service = Service.start(flags, System.getenv("TWILIO_AUTH_TOKEN"));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(service::close));
            System.out.println(Identity.SERVICE + " ready at " + service.url() + service.alsoAt() + " after " + sinceProcessStart() + " ms");
            return 0; // The server's own thread keeps the process alive; the hook ends it.
        } catch (CannotStart e) {
            System.err.println("live-qa-phone: " + e.getMessage());
            return 2;
        }
    }

    private static long sinceProcessStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"live-qa-phone " + Service.version()};
        }
    }
}
