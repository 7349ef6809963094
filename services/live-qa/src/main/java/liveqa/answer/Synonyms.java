package liveqa.answer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which runs of words mean the same, read from lines of comma-separated expressions; {@code #} starts a comment. */
final class Synonyms {
    private final Map<List<String>, Set<List<String>>> groups = new HashMap<>();
    private int longest = 1;

    /** The list that comes with the service, and one's own lines when {@code own} is not null. */
    static Synonyms load(Japanese japanese, Path own) throws IOException {
        var synonyms = new Synonyms();
        try (InputStream in = Synonyms.class.getResourceAsStream("/liveqa/synonyms.txt")) {
            synonyms.add(japanese, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        if (own != null) synonyms.add(japanese, Files.readString(own));
        return synonyms;
    }

    void add(Japanese japanese, String lines) {
        lines.lines().map(line -> line.replaceFirst("#.*", "")).filter(line -> !line.isBlank()).forEach(line -> addGroup(japanese, line));
    }

    private void addGroup(Japanese japanese, String line) {
        Set<List<String>> group = new LinkedHashSet<>();
        for (var expression : line.split("[,、，]")) {
            var words = japanese.words(expression.strip()).stream().map(Word::text).toList();
            if (!words.isEmpty()) group.add(words);
        }
        for (var words : List.copyOf(group)) {
            // A word in two lines joins them: the later line must not silently undo the earlier.
            groups.merge(words, group, Synonyms::union);
            longest = Math.max(longest, words.size());
        }
    }

    private static Set<List<String>> union(Set<List<String>> one, Set<List<String>> other) {
        var both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }

    /** The words as concepts, the longest known expression first (学童, 保育 together before 保育 alone). */
    List<Concept> concepts(List<Word> words) {
        var concepts = new ArrayList<Concept>();
        for (int at = 0; at < words.size(); ) {
            int length = knownLength(words, at);
            concepts.add(concept(words.subList(at, at + length)));
            at += length;
        }
        return concepts.stream().distinct().toList();
    }

    private int knownLength(List<Word> words, int at) {
        for (int length = Math.min(longest, words.size() - at); length > 1; length--) {
            if (groups.containsKey(texts(words.subList(at, at + length)))) return length;
        }
        return 1;
    }

    private Concept concept(List<Word> words) {
        var texts = texts(words);
        double weight = words.stream().mapToDouble(Word::weight).max().orElse(1);
        return new Concept(List.copyOf(groups.getOrDefault(texts, Set.of(texts))), weight);
    }

    private static List<String> texts(List<Word> words) {
        return words.stream().map(Word::text).toList();
    }
}
