package liveqa.moderation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words nobody should have to hear.
 *
 * <p>A word of Latin letters counts where it stands by itself; any other counts wherever it occurs, hiragana and katakana
 * being the same, and marks put between its letters do not hide it.
 */
final class Words {
    private static final Pattern LATIN = Pattern.compile("[a-z][a-z ]*");
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{P}\\p{S}ー]+");
    private final List<String> anywhere = new ArrayList<>();
    private final List<Pattern> alone = new ArrayList<>();

    static Words bundled() {
        var words = new Words();
        try (InputStream in = Words.class.getResourceAsStream("/liveqa/moderation/words.txt")) {
            words.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the bundled list of words", e);
        }
        return words;
    }

    /** @throws IOException when the file cannot be read as UTF-8 */
    Words with(Path file) throws IOException {
        add(Files.readString(file));
        return this;
    }

    /** One word a line; {@code #} begins a comment. */
    void add(String lines) {
        lines.lines().map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty()).forEach(this::addWord);
    }

    private void addWord(String word) {
        var plain = plain(word);
        if (LATIN.matcher(plain).matches()) alone.add(Pattern.compile("\\b" + Pattern.quote(plain) + "\\b"));
        else anywhere.add(BETWEEN.matcher(plain).replaceAll(""));
    }

    boolean in(String text) {
        var plain = plain(text);
        var dense = BETWEEN.matcher(plain).replaceAll("");
        return anywhere.stream().anyMatch(dense::contains) || alone.stream().anyMatch(word -> word.matcher(plain).find());
    }

    private static String plain(String text) {
        var plain = new StringBuilder(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c >= 'ァ' && c <= 'ヶ') plain.setCharAt(i, (char) (c - 'ァ' + 'ぁ'));
        }
        return plain.toString();
    }
}
