package liveqa.question;

/** Why a question will not be answered. */
public enum Withdrawal implements Reason {
    SKIPPED("司会者の判断で見送られました", "a moderator passed over it"),
    DELETED("チャットで削除されました", "it was deleted in the chat"),
    BANNED("この配信では受け付けていません", "its author is not heard in this stream");

    private final Told told;

    Withdrawal(String japanese, String english) {
        told = new Told(japanese, english);
    }

    @Override
    public Told told() {
        return told;
    }
}
