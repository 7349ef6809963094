package liveqa.phone.talk;

import java.util.List;
import liveqa.phone.words.Language;

/**
 * Where a call stands.
 *
 * @param silences how often in a row the caller neither spoke nor pressed a key
 * @param topicKeys whether the digits choose topics now
 * @param last what 0 repeats
 */
public record Conversation(Language language, boolean topicKeys, int silences, List<Utterance> last) {
    Conversation heard() {
        return new Conversation(language, topicKeys, 0, last);
    }

    Conversation silent() {
        return new Conversation(language, topicKeys, silences + 1, last);
    }

    Conversation choosing(boolean topics) {
        return new Conversation(language, topics, silences, last);
    }

    Conversation said(List<Utterance> words) {
        return new Conversation(language, topicKeys, silences, words);
    }

    Conversation in(Language other) {
        return new Conversation(other, topicKeys, silences, List.of());
    }
}
