package liveqa.preflight;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One line on the terminal that says what is still being looked at; nothing where nobody watches. */
final class Progress {
    private static final String CLEAR = "\r\u001b[K";
    private final PrintStream terminal;
    private final Language language;
    private final Set<String> open = new LinkedHashSet<>();
    private final int all;

    /** @param terminal null where nobody watches */
    Progress(PrintStream terminal, Language language, List<Check> checks) {
        this.terminal = terminal;
        this.language = language;
        this.all = checks.size();
        checks.forEach(check -> open.add(check.title().in(language)));
    }

    synchronized void ended(Check check) {
        open.remove(check.title().in(language));
        if (terminal == null) return;
        var waiting = open.stream().limit(3).collect(Collectors.joining(", "));
        terminal.print(CLEAR + (all - open.size()) + "/" + all + "  " + waiting);
        terminal.flush();
    }

    synchronized void close() {
        if (terminal != null) terminal.print(CLEAR);
    }
}
