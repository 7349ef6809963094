package liveqa.phone.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads lines {@code ja.greeting = text}; every key must be there once, and every place {@code {..}} must be known. */
final class WordsFile {
    private static final int LONGEST = 600;
    /** The keys 0 and 9 have other meanings. */
    private static final int MOST_TOPICS = 8;
    private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");
    private static final Pattern TOPIC = Pattern.compile("(?:ja|en)\\.topic\\.[1-8]\\.(?:name|question)");

    private record Line(int number, String text) {}

    private final String name;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private WordsFile(String name) {
        this.name = name;
    }

    static Words parse(String name, String text) throws WordsProblem {
        var file = new WordsFile(name);
        int number = 0;
        for (var line : text.lines().toList()) file.take(++number, line.strip());
        var phrases = new EnumMap<Language, Map<Phrase, String>>(Language.class);
        var topics = new EnumMap<Language, List<Topic>>(Language.class);
        for (var language : Language.values()) {
            phrases.put(language, file.phrases(language));
            topics.put(language, file.topics(language));
        }
        if (!file.problems.isEmpty()) throw new WordsProblem(file.problems);
        return new Words(phrases, topics);
    }

    private void take(int number, String line) {
        if (line.isEmpty() || line.startsWith("#")) return;
        int equals = line.indexOf('=');
        var key = equals < 0 ? line : line.substring(0, equals).strip();
        var text = equals < 0 ? "" : line.substring(equals + 1).strip();
        if (equals < 0) wrong(number, "expected key = text");
        else if (!known(key)) wrong(number, "unknown key \"" + key + "\"; the nearest is \"" + nearest(key) + "\"");
        else if (text.isEmpty()) wrong(number, "\"" + key + "\" says nothing");
        else if (text.length() > LONGEST) wrong(number, "\"" + key + "\" is longer than " + LONGEST + " characters");
        else if (lines.putIfAbsent(key, new Line(number, text)) != null) wrong(number, "\"" + key + "\" was given before, at line " + lines.get(key).number);
    }

    private void wrong(int number, String what) {
        problems.add(name + ":" + number + ": " + what);
    }

    private static boolean known(String key) {
        return TOPIC.matcher(key).matches() || keys().anyMatch(key::equals);
    }

    private static Stream<String> keys() {
        return Stream.of(Language.values()).flatMap(language -> Stream.of(Phrase.values()).map(phrase -> language.prefix() + "." + phrase.key()));
    }

    private static String nearest(String key) {
        return Stream.concat(keys(), Stream.of("ja.topic.1.name", "ja.topic.1.question", "en.topic.1.name", "en.topic.1.question"))
                .min(Comparator.comparingInt(candidate -> distance(key, candidate))).orElseThrow();
    }

    /** Levenshtein's distance, row by row. */
    private static int distance(String a, String b) {
        var before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) before[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[b.length()];
    }

    private Map<Phrase, String> phrases(Language language) {
        var phrases = new EnumMap<Phrase, String>(Phrase.class);
        for (var phrase : Phrase.values()) {
            var key = language.prefix() + "." + phrase.key();
            var line = lines.get(key);
            if (line == null) problems.add(name + ": \"" + key + "\" is missing");
            else phrases.put(phrase, checked(phrase, line));
        }
        return phrases;
    }

    private String checked(Phrase phrase, Line line) {
        PLACE.matcher(line.text).results().map(place -> place.group(1)).filter(place -> !phrase.places().contains(place)).forEach(place ->
                wrong(line.number, "{" + place + "} is not known here; " + (phrase.places().isEmpty() ? "nothing is filled in" : "known: " + phrase.places())));
        return line.text;
    }

    private List<Topic> topics(Language language) {
        var topics = new ArrayList<Topic>();
        for (int n = 1; n <= MOST_TOPICS; n++) {
            var name = lines.get(language.prefix() + ".topic." + n + ".name");
            var question = lines.get(language.prefix() + ".topic." + n + ".question");
            if (name == null && question == null) continue;
            if (name == null || question == null) problems.add(this.name + ": topic " + n + " of \"" + language.prefix() + "\" needs both name and question");
            else topics.add(new Topic(name.text, question.text));
        }
        if (topics.isEmpty()) problems.add(name + ": \"" + language.prefix() + ".topic.1.name\" and its question are missing; at least one topic is needed");
        return List.copyOf(topics);
    }
}
