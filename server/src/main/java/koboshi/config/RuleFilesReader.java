package koboshi.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.config.RuleFiles.Pattern;
import koboshi.config.RuleFiles.RuleFile;
import koboshi.promql.Options;
import koboshi.rule.Surroundings;
import koboshi.series.Labels;

/** Reads {@code rules:}: a list of files, or a mapping with such a list and what holds for all of them. */
final class RuleFilesReader {
    private static final List<String> KEYS = List.of("files", "every", "external_labels", "external_url");
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    /** More than all that are published anywhere; the journal has an entry for each name of an alert. */
    private static final int MOST_RULES = 20_000;

    private final Report report;
    private final Path folder;

    /** @param folder of the configuration: names of files are told from there */
    RuleFilesReader(Report report, Path folder) {
        this.report = report;
        this.folder = folder;
    }

    RuleFiles read(Value value) {
        var fields = value.isMapping() ? value.fields(KEYS) : null;
        var named = fields == null ? Optional.of(value) : fields.value("files");
        if (named.isEmpty()) {
            fields.missing("files", "a list of rule files, such as [rules/*.yml]");
        }
        var patterns = named.map(this::patterns).orElse(List.of());
        var every = fields == null ? Optional.<Duration>empty() : fields.get("every", one -> one.duration(SHORTEST, LONGEST));
        var rules = new RuleFiles(every.orElse(RuleFiles.EVERY), surroundings(fields), patterns, List.of());
        var files = files(rules);
        var read = new RuleFiles(rules.every(), rules.surroundings(), patterns, files);
        if (read.count() > MOST_RULES) {
            value.problem("expected at most " + MOST_RULES + " rules in all files together, found " + read.count());
        }
        return read;
    }

    private List<Pattern> patterns(Value value) {
        var items = value.isList() ? value.items("a list of rule files").orElse(List.of()) : List.of(value);
        var patterns = new ArrayList<Pattern>();
        for (var item : items) {
            item.text("a rule file, or a pattern such as rules/*.yml").ifPresent(text -> {
                var pattern = new Pattern(item.file().folder(), text);
                if (Glob.files(pattern.folder(), text).isEmpty()) {
                    missing(item, text);
                }
                patterns.add(pattern);
            });
        }
        return patterns;
    }

    /** A pattern may come to name files later; a file that is named itself is meant to be there. */
    private static void missing(Value item, String text) {
        if (text.chars().anyMatch(c -> "*?[".indexOf(c) >= 0)) {
            item.warn("no file is named so");
        } else {
            item.problem("no such file");
        }
    }

    private static Surroundings surroundings(Fields fields) {
        if (fields == null) {
            return Surroundings.NONE;
        }
        var url = fields.get("external_url", Addresses::http).map(Object::toString).orElse("");
        return new Surroundings(Labels.of(RuleReader.texts(fields, "external_labels", true)), url);
    }

    private List<RuleFile> files(RuleFiles rules) {
        var reader = new RuleReader(Options.standard());
        return rules.found().stream().flatMap(path -> file(path, reader).stream()).toList();
    }

    private Optional<RuleFile> file(Path path, RuleReader reader) {
        var name = path.startsWith(folder) ? folder.relativize(path).toString() : path.toString();
        return SourceFile.read(path, name, report).map(source -> {
            var root = Document.compose(source, report).map(node -> Value.root(report, source, MergeKeys.merge(node)));
            return new RuleFile(name, source.text(), root.map(reader::file).orElse(List.of()));
        });
    }
}
