package liveqa.phone.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsFileTest {
    private static void refused(String text, String... says) {
        assertThatThrownBy(() -> WordsFile.parse("mine.txt", text)).isInstanceOf(WordsProblem.class).hasMessageContainingAll(says);
    }

    @Test
    void theBundledWordsAreWhole() {
        var words = Words.bundled();
        for (var language : Language.values()) for (var phrase : Phrase.values()) assertThat(words.say(language, phrase)).isNotBlank();
        assertThat(words.topics(Language.JA)).hasSizeBetween(1, 8);
    }

    @Test
    void aMissingKeyIsNamed() {
        refused(Words.bundledText().replace("ja.goodbye =", "# ja.goodbye ="), "mine.txt: \"ja.goodbye\" is missing");
    }

    @Test
    void aMisspeltKeyIsToldItsNearest() {
        refused(Words.bundledText().replace("en.goodbye =", "en.godbye ="), "unknown key \"en.godbye\"", "the nearest is \"en.goodbye\"");
    }

    @Test
    void theLineIsNamed() {
        refused("# one\nnonsense\n" + Words.bundledText(), "mine.txt:2: expected key = text");
    }

    @Test
    void anUnknownPlaceIsRefused() {
        refused(Words.bundledText().replace("{answer}", "{anser}"), "{anser} is not known here; known: [answer]");
    }

    @Test
    void aKeyGivenTwiceIsRefused() {
        refused(Words.bundledText() + "\nja.goodbye = では\n", "\"ja.goodbye\" was given before");
    }

    @Test
    void aTopicNeedsItsQuestion() {
        refused(Words.bundledText().replaceAll("(?m)^ja.topic.2.question.*$", ""), "topic 2 of \"ja\" needs both name and question");
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        refused("", "\"ja.greeting\" is missing", "\"en.author\" is missing", "at least one topic is needed");
    }

    @Test
    void placesAreFilledIn() {
        assertThat(Words.bundled().say(Language.EN, Phrase.TOPIC, Map.of("key", "3", "topic", "buses"))).isEqualTo("For buses, press 3.");
    }
}
