package liveqa.answer;

/** What became of a question: answered from a source, honestly not found, or failed for a reason of ours. */
public sealed interface Answer {
    record Found(String text, Source source) implements Answer {}

    record NotFound(boolean english) implements Answer {
        public NotFound() {
            this(false);
        }
    }

    record Failed() implements Answer {}

    /** What the asker reads. */
    default String words() {
        return switch (this) {
            case Found found -> found.text();
            case NotFound none -> none.english ? "The documents do not answer this." : "資料の中に答えが見つかりませんでした。";
            case Failed _ -> "申し訳ありません。答えを探す途中で問題が起きました。もう一度お試しください。";
        };
    }

    /** The word used for it in metrics and over HTTP. */
    default String outcome() {
        return switch (this) {
            case Found _ -> "valid";
            case NotFound _ -> "none";
            case Failed _ -> "failed";
        };
    }
}
