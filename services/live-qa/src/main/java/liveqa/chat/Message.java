package liveqa.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import liveqa.question.Rank;

/** One item of a chat, as far as it concerns questions. */
sealed interface Message {
    record Said(String id, Instant at, String authorKey, String author, Rank rank, String text) implements Message {}

    /** Deleted by a moderator, or taken back by its author. */
    record Deleted(String id) implements Message {}

    /** {@code duration} is empty for ever. */
    record Banned(String authorKey, String author, Optional<Duration> duration) implements Message {}

    record Ended() implements Message {}

    /** Stickers, new members, polls. */
    record Other() implements Message {}

    record Unreadable(String why) implements Message {}
}
