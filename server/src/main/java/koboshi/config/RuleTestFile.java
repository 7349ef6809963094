package koboshi.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import koboshi.promql.Options;
import koboshi.rule.RuleGroup;
import koboshi.rule.UnitTests;

/**
 * A file of tests for Prometheus rules, read with the rule files it names.
 *
 * @param tests empty where something is wrong
 * @param problems everything that is wrong, in all of the files
 * @param warnings what is odd
 */
public record RuleTestFile(Optional<UnitTests> tests, List<Problem> problems, List<Problem> warnings) {
    /** Reads everything and throws nothing for what the files hold. */
    public static RuleTestFile read(Path file, Options options) {
        var report = new Report();
        var tests = SourceFile.read(file, file.toString(), report)
                .flatMap(source -> root(source, report))
                .map(root -> tests(root, options, report));
        if (tests.isEmpty() && report.problems().isEmpty()) {
            report.problem(Place.top(file.toString()), "", "nothing is written here; expected " + Spelling.list(UnitTestReader.KEYS));
        }
        return new RuleTestFile(report.problems().isEmpty() ? tests : Optional.empty(), report.problems(), report.warnings());
    }

    private static Optional<Value> root(SourceFile source, Report report) {
        return Document.compose(source, report).map(node -> Value.root(report, source, MergeKeys.merge(node)));
    }

    private static UnitTests tests(Value root, Options options, Report report) {
        if (root.names().contains("groups") && !root.names().contains("tests")) {
            root.problem("this is a file of rules; expected one of tests that names it under rule_files");
        }
        var fields = root.fields(UnitTestReader.KEYS);
        return new UnitTestReader(fields, options).read(groups(fields, options, report));
    }

    private static List<RuleGroup> groups(Fields fields, Options options, Report report) {
        var files = new LinkedHashSet<Path>();
        for (var item : RuleReader.list(fields, "rule_files", "a list of rule files")) {
            item.text("a rule file, or a pattern such as rules/*.yml").ifPresent(pattern -> {
                var found = Glob.files(item.file().folder(), pattern);
                if (found.isEmpty()) {
                    item.warn("no file is named so");
                }
                files.addAll(found);
            });
        }
        // A file that is named twice is read once.
        var reader = new RuleReader(options);
        return files.stream().flatMap(file -> read(file, reader, report).stream()).toList();
    }

    private static List<RuleGroup> read(Path file, RuleReader reader, Report report) {
        return SourceFile.read(file, file.toString(), report)
                .flatMap(source -> root(source, report))
                .map(reader::file)
                .orElse(List.of());
    }

    /** The groups of one rule file; nothing where something is wrong, which the problems then tell. */
    public static Rules rules(Path file, Options options) {
        var report = new Report();
        var groups = read(file, new RuleReader(options), report);
        return new Rules(report.problems().isEmpty() ? groups : List.of(), report.problems());
    }

    /** What a rule file holds. */
    public record Rules(List<RuleGroup> groups, List<Problem> problems) {}
}
