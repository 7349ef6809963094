package liveqa.feed;

import liveqa.question.Asker;
import liveqa.question.Channel;
import liveqa.question.Rank;

/** A message of a live chat; {@code id} tells a repeated one. */
public record Comment(String id, String author, String text, Channel channel, Asker asker) {
    Comment(String id, String author, String text) {
        this(id, author, text, Channel.CHAT, new Asker("chat:" + author, Rank.VIEWER));
    }
}
