package liveqa.voice;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How names and abbreviations are read aloud: lines of {@code word, reading}; the user's lines go before the bundled ones. */
public final class Readings {
    private static final int MOST = 5_000;
    private static final Pattern READING = Pattern.compile("[\\u3041-\\u309f\\u30a0-\\u30ff、 ]{1,80}");
    private final Map<String, String> readings;
    private final Pattern words;

    private Readings(Map<String, String> readings) {
        this.readings = Map.copyOf(readings);
        // Latin words stand alone (AI is not read inside of MAIL); the longest of several wins.
        this.words = Pattern.compile(readings.keySet().stream().sorted((a, b) -> b.length() - a.length())
                .map(Readings::alone).collect(Collectors.joining("|")), Pattern.CASE_INSENSITIVE);
    }

    private static String alone(String word) {
        boolean latinStart = word.charAt(0) < 128;
        boolean latinEnd = word.charAt(word.length() - 1) < 128;
        return (latinStart ? "(?<![A-Za-z0-9])" : "") + Pattern.quote(word) + (latinEnd ? "(?![A-Za-z0-9])" : "");
    }

    /** @throws IOException naming file and line of what is not a reading */
    public static Readings with(Path own) throws IOException {
        var all = new HashMap<String, String>();
        try (InputStream in = Readings.class.getResourceAsStream("/liveqa/voice/readings.txt")) {
            read("the bundled readings", new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList(), all);
        }
        if (own != null) read(own.toString(), Files.readAllLines(own), all);
        return new Readings(all);
    }

    private static void read(String name, List<String> lines, Map<String, String> into) throws IOException {
        if (lines.size() > MOST) throw new IOException(name + ": more than " + MOST + " lines");
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) readLine(name + " line " + (i + 1), line, into);
        }
    }

    private static void readLine(String place, String line, Map<String, String> into) throws IOException {
        int comma = Math.max(line.lastIndexOf(','), line.lastIndexOf('，'));
        if (comma < 1) throw new IOException(place + ": expected \"word, reading\", not \"" + line + "\"");
        var reading = line.substring(comma + 1).strip();
        if (!READING.matcher(reading).matches()) throw new IOException(place + ": a reading is written in kana, not \"" + reading + "\"");
        into.put(key(line.substring(0, comma).strip()), reading);
    }

    private static String key(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    String applied(String text) {
        return words.matcher(text).replaceAll(found -> Matcher.quoteReplacement(readings.get(found.group().toLowerCase(Locale.ROOT))));
    }
}
