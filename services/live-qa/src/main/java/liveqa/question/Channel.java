package liveqa.question;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a question came in. A new way in is a constant here and a caller of {@link Desk#ask}. */
public enum Channel {
    /** The page. */
    PAGE(true),
    /** Another program. */
    HTTP(true),
    /** The live chat, as another program delivers it. */
    CHAT(true),
    /** The live chat of YouTube. */
    YOUTUBE(true),
    /** The telephone. */
    PHONE(true),
    /** A check from outside: answered like any other, by the same workers, but no viewer wants to read it. */
    PROBE(false);

    private final boolean shown;

    Channel(boolean shown) {
        this.shown = shown;
    }

    public boolean shown() {
        return shown;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Channel> of(String word) {
        return Stream.of(values()).filter(channel -> channel.word().equals(word)).findAny();
    }
}
