package liveqa.question;

import java.util.Optional;
import java.util.stream.Stream;

/** Why a question waits for a moderator. */
public enum HoldReason implements Reason {
    LINK("リンクが含まれています", "it holds a link"),
    REPETITION("同じ文字の繰り返しです", "it repeats the same characters"),
    WORD("控えることばが含まれています", "it holds a word on the list"),
    PERSONAL("個人の情報かもしれません", "it may hold personal data"),
    RATE("短い間に続けて質問されています", "the same asker sends many in a short time"),
    MODERATOR("司会者が確認しています", "a moderator is looking at it");

    private final Told told;

    HoldReason(String japanese, String english) {
        told = new Told(japanese, english);
    }

    @Override
    public Told told() {
        return told;
    }

    public static Optional<HoldReason> of(String word) {
        return Stream.of(values()).filter(reason -> reason.word().equals(word)).findAny();
    }
}
