package koboshi.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import koboshi.config.Problem;
import koboshi.config.RuleTestFile;
import koboshi.promql.Options;
import koboshi.promql.Pulse;
import koboshi.promqltest.Finding;
import koboshi.promqltest.Script;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs tests of PromQL and of Prometheus rules. Exit 0 when every case passed or was skipped with its reason.",
            "A file named *.yml or *.yaml holds unit tests for rules, as promtool test rules takes them; any other is a script in Prometheus's language"
                    + " for testing PromQL. A fault in one file hides no other."
        },
        footer = Exit.HELP)
final class Test implements Callable<Integer> {
    /** For one file of unit tests, however much it asks for. */
    private static final long LONGEST_NANOS = 600_000_000_000L;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scripts, such as functions.test, and unit tests for rules, such as alerts_test.yml.")
    private List<Path> files;

    @Option(names = "--json", description = "files[] with name, passed, failed and skipped.")
    private boolean json;

    @Option(
            names = "--stable",
            description = "Without experimental functions and delayed removal of names: as a server runs by default, not as Prometheus runs its own suite."
                    + " (Rules never remove names late.)")
    private boolean stable;

    /** Findings are ready to be printed, the file's name in front. */
    private record Ran(Path file, int passed, List<String> failed, List<String> skipped, List<String> odd) {}

    @Override
    public Integer call() throws IOException {
        for (var file : files) {
            if (!Files.isRegularFile(file)) {
                throw new Wrong("there is no script " + file);
            }
        }
        var options = stable ? Options.standard() : Options.standard().experimental();
        var all = new ArrayList<Ran>();
        for (var file : files) {
            all.add(file.toString().matches(".*\\.ya?ml") ? rules(file, options) : script(file, options));
        }
        print(all);
        return all.stream().allMatch(ran -> ran.failed().isEmpty()) ? Exit.OK : Exit.NOT_WELL;
    }

    private static Ran script(Path file, Options options) throws IOException {
        var report = Script.run(Files.readString(file, StandardCharsets.UTF_8), options);
        return new Ran(file, report.passed(), lines(file, report.failed()), lines(file, report.skipped()), List.of());
    }

    private static Ran rules(Path file, Options options) {
        var read = RuleTestFile.read(file, options);
        var odd = new ArrayList<>(read.warnings().stream().map(Problem::toString).toList());
        if (read.tests().isEmpty()) {
            return new Ran(file, 0, read.problems().stream().map(Problem::toString).toList(), List.of(), odd);
        }
        long end = System.nanoTime() + LONGEST_NANOS;
        var verdict = read.tests().get().run(options, () -> System.nanoTime() < end ? Pulse.State.GO_ON : Pulse.State.OUT_OF_TIME);
        odd.addAll(lines(file, verdict.odd()));
        return new Ran(file, verdict.passed(), lines(file, verdict.failed()), lines(file, verdict.skipped()), odd);
    }

    private static List<String> lines(Path file, List<Finding> findings) {
        return findings.stream().map(finding -> file + ":" + finding).toList();
    }

    private void print(List<Ran> all) {
        if (json) {
            System.out.println(JsonMapper.builder().build().writeValueAsString(Map.of("files", all.stream().map(Test::fields).toList())));
            return;
        }
        all.forEach(ran -> {
            System.out.printf("%s: %d passed, %d failed, %d skipped%n", ran.file(), ran.passed(), ran.failed().size(), ran.skipped().size());
            ran.failed().forEach(line -> System.out.println("  FAILED " + line));
            ran.skipped().forEach(line -> System.out.println("  skipped " + line));
            ran.odd().forEach(line -> System.out.println("  odd " + line));
        });
    }

    private static Map<String, Object> fields(Ran ran) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", ran.file().toString());
        fields.put("passed", ran.passed());
        fields.put("failed", ran.failed().size());
        fields.put("skipped", ran.skipped().size());
        return fields;
    }
}
