package liveqa.preflight;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command: looks, reports, and ends with 0 (nothing failed), 1 (something failed) or 2 (it could not look). */
@Command(name = "preflight", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Looks whether this host is fit to stream. Run it on the host that will really stream, with the flags the service will have.",
        footer = {"", "It ends with 0 if nothing failed, 1 if something failed, 2 if it could not look."})
public final class Preflight implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(18);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceFlags service;

    @Option(names = "--attest", paramLabel = "FILE", defaultValue = "attest.yaml",
            description = "What people vouch for; see: preflight init. Default: ${DEFAULT-VALUE}")
    private Path attest;

    @Option(names = "--lang", paramLabel = "LANG", description = "ja or en. Default: LIVE_QA_LANG, else the locale's")
    private Language language;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the report to FILE as JSON; - prints it instead of the text")
    private String json;

    @Option(names = "--compare", paramLabel = "FILE", description = "A report (--json) of another host: says what differs and whether it matters")
    private Path compare;

    @Option(names = "--clock-from", paramLabel = "URL", description = "An address whose time the clock is compared with. Default: the model's or the chat's")
    private String clockFrom;

    /**
     * The service's command line with this command in it, where one of the arguments may mean it or asks for help. Learning its flags takes some
     * 80 ms of a processor, which a service that is to be back on its feet does not spend.
     */
    public static CommandLine in(CommandLine service, String... arguments) {
        if (Stream.of(arguments).noneMatch(Set.of("preflight", "--help", "-h")::contains)) return service;
        var preflight = new CommandLine(new Preflight());
        ServiceFlags.acceptAllOf(service.getCommandSpec(), preflight.getCommandSpec());
        preflight.setCaseInsensitiveEnumValuesAllowed(true);
        return service.addSubcommand(preflight);
    }

    @Override
    public Integer call() {
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try {
            return looked(out);
        } catch (AttestProblem | IOException | IllegalArgumentException e) {
            System.err.println("live-qa preflight: " + e.getMessage());
            return 2;
        }
    }

    private int looked(PrintWriter out) throws AttestProblem, IOException {
        var other = compare == null ? null : ReportJson.read(compare);
        var chosen = language != null ? language : Language.of(System.getenv());
        var report = report(chosen);
        if (json != null) write(report, out);
        var text = new ReportText("-".equals(json) ? new PrintWriter(Writer.nullWriter()) : out, chosen, isTerminal() && System.getenv("NO_COLOR") == null);
        text.print(report);
        if (other != null) text.print(Comparison.of(report, other));
        return report.exitCode();
    }

    private Report report(Language chosen) throws AttestProblem {
        var clock = Clock.systemUTC();
        var from = clockFrom == null ? null : ServiceFlags.uri("--clock-from", clockFrom);
        var intent = service.intent(spec.parent(), from);
        var attested = new AttestFile(LocalDate.now(Clock.systemDefaultZone())).read(attest);
        var host = new Host(Path.of("/"), new RealPrograms(), new Web(), System.getenv(), Jvm.ours(), intent, attested, clock);
        var progress = new Progress(isTerminal() ? new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8) : null, chosen,
                Checks.ALL);
        var report = new Round(host, LIMIT).run(Checks.ALL, progress::ended);
        progress.close();
        return report;
    }

    private void write(Report report, PrintWriter out) throws IOException {
        if ("-".equals(json)) {
            out.println(ReportJson.write(report));
            return;
        }
        try {
            Files.writeString(Path.of(json), ReportJson.write(report) + "\n");
        } catch (IOException e) {
            throw new IOException("cannot write the report to " + json + ": " + e, e);
        }
    }

    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    @Command(name = "init", mixinStandardHelpOptions = true, description = "Writes a form for what people vouch for; it never overwrites one.")
    int init(@Parameters(paramLabel = "FILE", defaultValue = "attest.yaml", description = "Default: ${DEFAULT-VALUE}") Path file) {
        try {
            AttestFile.writeForm(file);
            System.out.println(file + " written: fill it in, then run live-qa preflight");
            return 0;
        } catch (FileAlreadyExistsException _) {
            System.err.println("live-qa preflight: " + file + " is there already and stays as it is");
        } catch (IOException e) {
            System.err.println("live-qa preflight: cannot write " + file + ": " + e);
        }
        return 2;
    }
}
