package koboshi.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import koboshi.rule.RuleGroup;
import koboshi.rule.Surroundings;

/**
 * Prometheus's rule files that a configuration names.
 *
 * @param every how often a group is evaluated that does not say
 * @param surroundings what templates may speak of besides the sample
 * @param patterns as they were written, each with the folder it starts from
 */
public record RuleFiles(Duration every, Surroundings surroundings, List<Pattern> patterns, List<RuleFile> files) {
    static final Duration EVERY = Duration.ofMinutes(1);
    public static final RuleFiles NONE = new RuleFiles(EVERY, Surroundings.NONE, List.of(), List.of());

    /** A pattern such as {@code rules/*.yml}. */
    public record Pattern(Path folder, String text) {}

    /**
     * @param name as problems call it
     * @param text as it was read, to tell whether it changed
     */
    public record RuleFile(String name, String text, List<RuleGroup> groups) {
        public RuleFile {
            groups = List.copyOf(groups);
        }

        private Map.Entry<String, String> named() {
            return Map.entry(name, text);
        }

        /** Short, and without the text. */
        @Override
        public String toString() {
            return name + groups.stream().map(RuleGroup::name).toList();
        }
    }

    public RuleFiles {
        patterns = List.copyOf(patterns);
        files = List.copyOf(files);
    }

    /** The files the patterns name now, each once. */
    public List<Path> found() {
        var found = new LinkedHashSet<Path>();
        patterns.forEach(pattern -> found.addAll(Glob.files(pattern.folder(), pattern.text())));
        return List.copyOf(found);
    }

    /** Whether the files are the same, and say the same. */
    public boolean sameText(RuleFiles other) {
        return files.stream().map(RuleFile::named).toList().equals(other.files.stream().map(RuleFile::named).toList());
    }

    public int count() {
        return files.stream().flatMap(file -> file.groups().stream()).mapToInt(group -> group.rules().size()).sum();
    }
}
