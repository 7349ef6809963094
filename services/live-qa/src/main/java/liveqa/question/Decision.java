package liveqa.question;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is decided about one question by a moderator, or by the platform it came from. */
public enum Decision {
    HOLD, RELEASE, PIN, UNPIN, SKIP,
    /** The platform deleted the message; whoever asked the same keeps a place. */
    DELETE,
    /** Its author was banned. */
    BANNED,
    /** Brings a withdrawn question back. */
    RESTORE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Decision> of(String word) {
        return Stream.of(values()).filter(decision -> decision.word().equals(word)).findAny();
    }

    /** What takes it back, if anything does. */
    public Optional<Decision> inverse() {
        return switch (this) {
            case HOLD -> Optional.of(RELEASE);
            case RELEASE -> Optional.of(HOLD);
            case PIN -> Optional.of(UNPIN);
            case UNPIN -> Optional.of(PIN);
            case SKIP, BANNED -> Optional.of(RESTORE);
            case RESTORE -> Optional.of(SKIP);
            case DELETE -> Optional.empty();
        };
    }
}
