package liveqa.question;

import java.util.Locale;

/** Why a question is not in the line: a word for programs, and words for its asker. */
public sealed interface Reason permits HoldReason, Withdrawal {
    /** What its asker is told. */
    record Told(String japanese, String english) {}

    String name();

    Told told();

    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
