package liveqa.phone.words;

import java.util.Locale;
import java.util.Set;

/** What the telephone says, and the places in it that are filled in. */
public enum Phrase {
    GREETING,
    /** Where speech is understood: ask, or press a key. */
    INVITATION,
    /** Before the topics are read out. */
    TOPICS,
    /** One topic and its key. */
    TOPIC("key", "topic"),
    /** After the topics. */
    TOPIC_KEYS,
    /** Said in the other language: which key leads to it. */
    OTHER_LANGUAGE,
    LOOKING,
    STILL_LOOKING,
    ANSWER("answer"),
    SOURCE("document", "heading"),
    NOT_FOUND,
    FAILED,
    /** No answer came within the bound. */
    SLOW,
    /** A moderator looks at the question first. */
    HELD,
    /** A moderator passed over the question. */
    WITHDRAWN,
    /** live-qa's queue is full. */
    FULL,
    /** live-qa cannot be reached. */
    AWAY,
    /** The question was longer than live-qa takes. */
    TOO_LONG,
    /** Another question, or hang up; where speech is understood. */
    NEXT,
    /** The same where only keys are. */
    NEXT_KEYS,
    NOT_HEARD,
    UNKNOWN_KEY,
    GOODBYE,
    /** The longest call has been reached. */
    LONG_CALL,
    /** The service stops. */
    STOPPING,
    /** Who asks, on live-qa's page; never a number. */
    AUTHOR("tag");

    private final Set<String> places;

    Phrase(String... places) {
        this.places = Set.of(places);
    }

    Set<String> places() {
        return places;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
