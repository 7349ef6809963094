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
import koboshi.promql.Options;
import koboshi.promqltest.Report;
import koboshi.promqltest.Script;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs scripts in Prometheus's language for testing PromQL. Exit 0 when every case passed or was skipped with its reason.",
        footer = Exit.HELP)
final class Test implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scripts, such as functions.test.")
    private List<Path> files;

    @Option(names = "--json", description = "files[] with name, passed, failed and skipped.")
    private boolean json;

    @Option(
            names = "--stable",
            description = "Without experimental functions and delayed removal of names: as a server runs by default, not as Prometheus runs its own suite.")
    private boolean stable;

    private record Ran(Path file, Report report) {}

    @Override
    public Integer call() throws IOException {
        var options = stable ? Options.standard() : Options.standard().experimental();
        var all = new ArrayList<Ran>();
        for (var file : files) {
            if (!Files.isRegularFile(file)) {
                throw new Wrong("there is no script " + file);
            }
            all.add(new Ran(file, Script.run(Files.readString(file, StandardCharsets.UTF_8), options)));
        }
        print(all);
        return all.stream().allMatch(ran -> ran.report().failed().isEmpty()) ? Exit.OK : Exit.NOT_WELL;
    }

    private void print(List<Ran> all) {
        if (json) {
            System.out.println(JsonMapper.builder().build().writeValueAsString(Map.of("files", all.stream().map(Test::fields).toList())));
            return;
        }
        all.forEach(ran -> {
            var report = ran.report();
            System.out.printf("%s: %d passed, %d failed, %d skipped%n", ran.file(), report.passed(), report.failed().size(), report.skipped().size());
            report.failed().forEach(finding -> System.out.println("  FAILED " + ran.file() + ":" + finding));
            report.skipped().forEach(finding -> System.out.println("  skipped " + ran.file() + ":" + finding));
        });
    }

    private static Map<String, Object> fields(Ran ran) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", ran.file().toString());
        fields.put("passed", ran.report().passed());
        fields.put("failed", ran.report().failed().size());
        fields.put("skipped", ran.report().skipped().size());
        return fields;
    }
}
