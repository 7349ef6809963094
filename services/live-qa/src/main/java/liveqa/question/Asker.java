package liveqa.question;

/** Who asked, as far as is known: {@code key} tells one asker from another and is never shown; empty when nobody can tell. */
public record Asker(String key, Rank rank) {
    public static final Asker UNKNOWN = new Asker("", Rank.VIEWER);

    public boolean isKnown() {
        return !key.isEmpty();
    }
}
