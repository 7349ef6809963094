package koboshi.agent.keep;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import koboshi.agent.fact.EvidenceFolder;
import koboshi.signal.Evidence;

/**
 * Looks at what an ended process left behind.
 *
 * @param log its own output, of which only what lies behind {@code from} is this process's
 * @param others where else it writes
 * @param directory where a JVM leaves its error report
 */
record Inquest(Path log, long from, List<Path> others, Path directory) {
    private static final int LOG_LINES = 200;

    Autopsy of(Life gone) {
        var report = Logs.tail(directory.resolve("hs_err_pid" + gone.key().pid() + ".log"), 0);
        var elsewhere = others.stream().map(file -> Logs.tail(file, 0)).collect(Collectors.joining());
        return new Autopsy(gone.status(), gone.fence().verdict(), Logs.tail(log, from) + elsewhere + report);
    }

    /** @throws UncheckedIOException when it cannot be kept */
    List<Evidence> remains(Life gone, String detail, EvidenceFolder folder) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(folder.keep("status", detail + '\n' + gone.fence().status()));
        lines(log, from).map(text -> folder.keep("log", text)).ifPresent(evidence::add);
        others.forEach(file -> lines(file, 0).map(text -> folder.keep("log", text)).ifPresent(evidence::add));
        return evidence;
    }

    private static Optional<String> lines(Path file, long from) {
        var lines = Logs.lastLines(file, from, LOG_LINES);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines) + '\n');
    }
}
