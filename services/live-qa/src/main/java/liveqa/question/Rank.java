package liveqa.question;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an asker is to the channel. Whether it moves anyone forward is the operator's choice. */
public enum Rank {
    VIEWER,
    /** Pays for the channel by the month. */
    MEMBER,
    /** Paid for this very message. */
    PAID;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Rank> of(String word) {
        return Stream.of(values()).filter(rank -> rank.word().equals(word)).findAny();
    }
}
