package liveqa.question;

import java.time.Instant;

/** A question as it was asked. */
public record Question(String id, String author, String text, Channel channel, Instant askedAt, Asker asker) {
    /** Of an asker nobody can tell from others. */
    public Question(String id, String author, String text, Channel channel, Instant askedAt) {
        this(id, author, text, channel, askedAt, Asker.UNKNOWN);
    }

    public Question withText(String other) {
        return new Question(id, author, other, channel, askedAt, asker);
    }

    boolean sameWordsAs(Question other) {
        return author.equals(other.author) && text.equals(other.text);
    }
}
