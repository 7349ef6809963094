package liveqa.answer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liveqa.answer.Concept.Expression;

/**
 * Which runs of words mean the same ({@code a, b}), which may mean another ({@code a > x}), and which say nothing here ({@code ! a}).
 * {@code #} starts a comment.
 */
final class Synonyms {
    private static final double LIKELY = 0.85;
    /** A silent word may still tell one passage from its like (市長の給与 from 保育士の給与). */
    private static final double ALMOST_NOTHING = 0.04;
    private final Map<List<String>, Map<List<String>, Double>> meanings = new HashMap<>();
    private final Set<List<String>> silent = new HashSet<>();
    /** Every expression of the list as it was written: what a question in kana may have meant. */
    private final Set<String> written = new LinkedHashSet<>();
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
        lines.lines().map(line -> line.replaceFirst("#.*", "")).filter(line -> !line.isBlank()).forEach(line -> addLine(japanese, line));
    }

    private void addLine(Japanese japanese, String line) {
        int likely = line.indexOf('>');
        if (line.startsWith("!")) silent.addAll(expressions(japanese, line.substring(1)));
        else if (likely < 0) addMeanings(expressions(japanese, line), expressions(japanese, line), 1);
        else addMeanings(expressions(japanese, line.substring(0, likely)), expressions(japanese, line.substring(likely + 1)), LIKELY);
        silent.forEach(words -> longest = Math.max(longest, words.size()));
    }

    private List<List<String>> expressions(Japanese japanese, String list) {
        var expressions = new ArrayList<List<String>>();
        for (var expression : list.split("[,、，]")) {
            var words = texts(japanese.words(Text.normal(expression)));
            if (!words.isEmpty()) expressions.add(words);
            written.add(Text.normal(expression));
        }
        return expressions;
    }

    private void addMeanings(List<List<String>> said, List<List<String>> meant, double strength) {
        for (var words : said) {
            // A word in two lines joins them: the later line must not silently undo the earlier.
            var known = meanings.computeIfAbsent(words, _ -> new LinkedHashMap<>(Map.of(words, 1.0)));
            for (var other : meant) known.merge(other, strength, Math::max);
            longest = Math.max(longest, words.size());
        }
    }

    Set<String> written() {
        return written;
    }

    /** The words as concepts, the longest known expression first (学童, 保育 together before 保育 alone). */
    List<Concept> concepts(List<Word> words) {
        var concepts = new LinkedHashMap<List<String>, Concept>();
        for (int at = 0; at < words.size(); ) {
            int length = knownLength(words, at);
            var run = words.subList(at, at + length);
            if (!silent.contains(texts(run))) concepts.putIfAbsent(texts(run), concept(run));
            at += length;
        }
        return List.copyOf(concepts.values());
    }

    private int knownLength(List<Word> words, int at) {
        for (int length = Math.min(longest, words.size() - at); length > 1; length--) {
            var texts = texts(words.subList(at, at + length));
            if (meanings.containsKey(texts) || silent.contains(texts)) return length;
        }
        return 1;
    }

    private Concept concept(List<Word> words) {
        var texts = texts(words);
        double weight = words.size() == 1 && SilentWords.contains(texts.getFirst()) ? ALMOST_NOTHING : words.stream().mapToDouble(Word::weight).max().orElse(1);
        var expressions = meanings.getOrDefault(texts, Map.of(texts, 1.0)).entrySet().stream().map(known -> new Expression(known.getKey(), known.getValue())).toList();
        var surface = new StringBuilder();
        words.forEach(word -> surface.append(word.surface()));
        return new Concept(texts, expressions, surface.toString(), weight, words.getLast().marked(), words.getFirst().kind() == Word.Kind.PERSON);
    }

    private static List<String> texts(List<Word> words) {
        return words.stream().map(Word::text).toList();
    }
}
