package liveqa.phone.words;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** All that is said, in both languages; checked when it was loaded, so that no call meets a missing sentence. */
public final class Words {
    private final Map<Language, Map<Phrase, String>> phrases;
    private final Map<Language, List<Topic>> topics;

    Words(Map<Language, Map<Phrase, String>> phrases, Map<Language, List<Topic>> topics) {
        this.phrases = phrases;
        this.topics = topics;
    }

    /** The words that come with the service. */
    public static Words bundled() {
        try {
            return WordsFile.parse("the bundled words", bundledText());
        } catch (WordsProblem e) {
            throw new IllegalStateException(e);
        }
    }

    public static Words in(Path file) throws IOException, WordsProblem {
        return WordsFile.parse(file.toString(), Files.readString(file));
    }

    /** The bundled file, to start one's own from. */
    public static String bundledText() {
        try (var in = Words.class.getResourceAsStream("/liveqa/phone/words.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String say(Language language, Phrase phrase) {
        return phrases.get(language).get(phrase);
    }

    public String say(Language language, Phrase phrase, Map<String, String> places) {
        var text = say(language, phrase);
        for (var place : phrase.places()) text = text.replace("{" + place + "}", places.get(place));
        return text;
    }

    public List<Topic> topics(Language language) {
        return topics.get(language);
    }
}
