package liveqa.question;

import java.util.Locale;

/** Why a question will not be answered. */
public enum Withdrawal {
    SKIPPED("司会者の判断で見送られました", "a moderator passed over it"),
    DELETED("チャットで削除されました", "it was deleted in the chat"),
    BANNED("この配信では受け付けていません", "its author is not heard in this stream");

    private final String japanese;
    private final String english;

    Withdrawal(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String japanese() {
        return japanese;
    }

    public String english() {
        return english;
    }
}
