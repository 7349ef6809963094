package koboshi.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of targets in the shape of Prometheus's {@code file_sd}, in JSON or YAML: a list of groups, each with {@code targets} and {@code labels}.
 *
 * @param groups empty where something is wrong
 * @param problems everything that is wrong
 */
public record TargetFile(List<ScrapeJob.Group> groups, List<Problem> problems) {
    public static TargetFile read(Path file, ScrapeJob.Spelled spelled) {
        var report = new Report();
        var groups = SourceFile.read(file, file.toString(), report).map(source -> groups(source, spelled, report)).orElse(List.of());
        return sound(groups.stream().map(group -> from(file, group)).toList(), report);
    }

    /**
     * The same, of a text that came from elsewhere.
     *
     * @param name as problems call it
     */
    public static TargetFile parse(String name, String text, ScrapeJob.Spelled spelled) {
        var report = new Report();
        return sound(groups(new SourceFile(name, Path.of("/"), text), spelled, report), report);
    }

    private static TargetFile sound(List<ScrapeJob.Group> groups, Report report) {
        return new TargetFile(report.problems().isEmpty() ? groups : List.of(), report.problems());
    }

    private static List<ScrapeJob.Group> groups(SourceFile source, ScrapeJob.Spelled spelled, Report report) {
        return Document.compose(source, report).map(node -> Value.root(report, source, node))
                .flatMap(root -> root.items("a list of groups with targets and labels"))
                .map(items -> items.stream().flatMap(item -> JobReader.group(item, spelled).stream()).toList())
                .orElse(List.of());
    }

    private static ScrapeJob.Group from(Path file, ScrapeJob.Group group) {
        return new ScrapeJob.Group(group.addresses(), group.labels(), file.toString());
    }

    /** The files there are now, in order of their names. */
    public static List<Path> matching(ScrapeJob.Files files) {
        return files.patterns().stream().flatMap(pattern -> Glob.files(files.folder(), pattern).stream()).distinct().toList();
    }

    /** What changes whenever the file does; 0 while it is not there. */
    public static long stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis() * 31 + Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }
}
