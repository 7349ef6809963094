package koboshi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import koboshi.lesson.Lessons;
import koboshi.lesson.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "lesson",
        mixinStandardHelpOptions = true,
        description = "Incidents kept as text, that every later change of the guards must still catch.",
        footer = Exit.HELP,
        subcommands = Lesson.Test.class)
final class Lesson implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what with the lessons? (koboshi lesson test plays them)");
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Plays lessons with simulated time and says what is not caught any more. Starts nothing, calls nobody."
                    + " Exit 0 when all hold, 1 when one does not, 2 when one cannot be read.",
            footer = Exit.HELP)
    static final class Test implements Callable<Integer> {
        private static final JsonMapper JSON = JsonMapper.builder().build();

        @Spec
        private CommandSpec spec;

        @Parameters(
                arity = "0..*",
                paramLabel = "FILE|FOLDER",
                description = "Lessons, or folders of *.lesson files (default: lessons/ beside ./koboshi.yaml).")
        private List<Path> paths = List.of();

        @Option(names = "--json", description = "As JSON: files[] {name, passed, failed, problems[]}.")
        private boolean json;

        @Option(names = "--story", description = "Also everything that happened, line by line.")
        private boolean story;

        @Override
        public Integer call() throws IOException {
            var results = files().stream().map(Lessons::run).toList();
            if (json) {
                say(json(results).toString());
            } else {
                results.forEach(this::print);
            }
            return results.stream().allMatch(Result::held) ? Exit.OK : results.stream().allMatch(Result::readable) ? Exit.NOT_WELL : Exit.USAGE;
        }

        private List<Path> files() throws IOException {
            var files = new ArrayList<Path>();
            for (var path : paths == null || paths.isEmpty() ? List.of(Path.of("lessons")) : paths) {
                if (!Files.exists(path)) {
                    throw new Wrong("there is no " + path + "; a lesson is a file ending in " + Lessons.ENDING + " whose first line is: config koboshi.yaml");
                }
                files.addAll(Lessons.in(path));
            }
            if (files.isEmpty()) {
                throw new Wrong("no file ending in " + Lessons.ENDING + " there");
            }
            return files;
        }

        private void say(String line) {
            spec.commandLine().getOut().println(line);
        }

        private void print(Result result) {
            if (!result.readable()) {
                say(result.file() + ": cannot be read");
                result.mistakes().forEach(mistake -> say("  " + mistake));
                return;
            }
            var known = result.known().isEmpty() ? "" : ", " + result.known().size() + " known";
            say(result.file() + ": " + result.passed() + " passed, " + result.failures().size() + " failed" + known);
            if (story) {
                result.story().forEach(line -> say("      " + line));
            }
            result.failures().forEach(failure -> print(result, failure));
        }

        private void print(Result result, Result.Failure failure) {
            say("  " + result.file() + ":" + failure.line() + ":" + failure.column() + ": " + failure.expected());
            say("    instead: " + failure.instead());
            failure.timeline().forEach(line -> say("      " + line));
        }

        private static ObjectNode json(List<Result> results) {
            var root = JSON.createObjectNode();
            var files = root.putArray("files");
            results.forEach(result -> describe(result, files.addObject()));
            return root;
        }

        private static void describe(Result result, ObjectNode file) {
            file.put("name", result.file().toString());
            file.put("passed", result.passed());
            file.put("failed", result.readable() ? result.failures().size() : result.mistakes().size());
            file.put("known", result.known().size());
            var problems = file.putArray("problems");
            result.mistakes().forEach(mistake -> {
                var problem = problems.addObject().put("line", mistake.line()).put("column", mistake.column()).put("expected", mistake.expected());
                mistake.nearest().ifPresent(nearest -> problem.put("nearest", nearest));
            });
            result.failures().forEach(failure -> {
                var problem = problems.addObject().put("line", failure.line()).put("column", failure.column());
                problem.put("expected", failure.expected()).put("instead", failure.instead());
                var timeline = problem.putArray("timeline");
                failure.timeline().forEach(timeline::add);
            });
        }
    }
}
