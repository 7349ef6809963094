package koboshi.promqltest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import koboshi.promql.Options;
import koboshi.promql.Query;
import koboshi.promql.QueryException;
import koboshi.series.Sample;

/**
 * Runs scripts in the language of Prometheus's own tests: series are loaded, queries are asked, answers are compared.
 *
 * <p>Time in a script begins at the epoch.
 */
public final class Script {
    private static final Pattern INSTANT = Pattern.compile("instant\\s+at\\s+(\\S+)\\s+(.+)");
    private static final Pattern RANGE = Pattern.compile("range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)\\s+(.+)");
    private static final Pattern SCALAR = Pattern.compile("[+-]?(?:[0-9.]+(?:[eE][+-]?[0-9]+)?|(?i:inf|nan))");

    private final String[] lines;
    private final Options options;
    private final Shelf shelf = new Shelf();
    private final List<Finding> failed = new ArrayList<>();
    private final List<Finding> skipped = new ArrayList<>();
    private int passed;
    private int at;

    private Script(String text, Options options) {
        this.lines = text.split("\n", -1);
        this.options = options;
    }

    public static Report run(String text, Options options) {
        return new Script(text, options).run();
    }

    private Report run() {
        while (at < lines.length) {
            int line = at + 1;
            try {
                command();
            } catch (ScriptError e) {
                goOn(line, e.getMessage());
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                goOn(line, "malformed: " + lines[line - 1].strip() + " (" + e.getMessage() + ")");
            }
        }
        return new Report(passed, List.copyOf(failed), List.copyOf(skipped));
    }

    /** What follows the block is still worth running. */
    private void goOn(int line, String reason) {
        failed.add(new Finding(line, reason));
        block();
    }

    private void command() {
        var line = lines[at++].strip();
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        var words = line.split("\\s+", 2);
        switch (words[0]) {
            case "clear" -> shelf.clear();
            case "load", "load_with_nhcb" -> load(millis(words[1]), words[0].equals("load_with_nhcb"));
            case "eval", "eval_fail", "eval_warn", "eval_info", "eval_ordered" -> eval(words[0], words[1]);
            default -> throw new ScriptError("unknown command: " + line);
        }
    }

    static long millis(String duration) {
        try {
            return Query.duration(duration).toMillis();
        } catch (QueryException e) {
            throw new ScriptError("not a duration: " + duration);
        }
    }

    /** The lines up to the next empty one, without comments. */
    private List<String> block() {
        var block = new ArrayList<String>();
        while (at < lines.length && !lines[at].isBlank()) {
            var line = lines[at++].strip();
            if (!line.startsWith("#")) {
                block.add(line);
            }
        }
        return block;
    }

    private void load(long step, boolean alsoNative) {
        var converter = new ClassicToNative();
        for (var line : block()) {
            var row = Notation.row(line);
            for (int i = 0; i < row.points().size(); i++) {
                long millis = i * step;
                var sample = switch (row.points().get(i)) {
                    case Point.Missing _ -> null;
                    case Point.Stale _ -> new Sample(millis, Sample.STALE);
                    case Point.Number(double value) -> new Sample(millis, value);
                    case Point.Native(var histogram, _) -> new Sample(millis, histogram);
                };
                if (sample != null) {
                    shelf.put(row.labels(), sample);
                    converter.take(row.labels(), sample);
                }
            }
        }
        if (alsoNative) {
            converter.into(shelf);
        }
    }

    private void eval(String command, String rest) {
        int line = at;
        var expectations = new Expectations();
        switch (command) {
            case "eval_fail" -> expectations.add("fail");
            case "eval_warn" -> expectations.add("warn");
            case "eval_info" -> expectations.add("info");
            case "eval_ordered" -> expectations.add("ordered");
            default -> {}
        }
        var rows = new ArrayList<Notation.Row>();
        Double scalar = null;
        for (var text : block()) {
            if (text.startsWith("expect ") || text.startsWith("expect\t")) {
                expectations.add(text.substring(7).strip());
            } else if (text.startsWith("expected_fail_message ")) {
                expectations.add("fail msg: " + text.substring(22).strip());
            } else if (text.startsWith("expected_fail_regexp ")) {
                expectations.add("fail regex: " + text.substring(21).strip());
            } else if (SCALAR.matcher(text).matches()) {
                scalar = Notation.number(text);
            } else {
                rows.add(Notation.row(text));
            }
        }
        judge(line, new Case(shelf, options, expectations, new Comparison(rows, scalar, expectations.ordered())), rest);
    }

    private void judge(int line, Case one, String rest) {
        var instant = INSTANT.matcher(rest);
        var range = RANGE.matcher(rest);
        var query = instant.matches() ? instant.group(2) : range.matches() ? range.group(4) : null;
        if (query == null) {
            throw new ScriptError("neither an instant nor a range: " + rest);
        }
        var unsupported = Case.unsupported(query);
        if (unsupported.isPresent()) {
            skipped.add(new Finding(line, unsupported.get()));
            return;
        }
        var wrong = instant.matches()
                ? one.instant(query, millis(instant.group(1)))
                : one.range(query, millis(range.group(1)), millis(range.group(2)), millis(range.group(3)));
        wrong.ifPresentOrElse(text -> failed.add(new Finding(line, query + ": " + text)), () -> passed++);
    }
}
