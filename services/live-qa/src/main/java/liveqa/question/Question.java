package liveqa.question;

import java.time.Instant;

/** A question as it was asked. */
public record Question(String id, String author, String text, Channel channel, Instant askedAt) {
    boolean sameWordsAs(Question other) {
        return author.equals(other.author) && text.equals(other.text);
    }
}
