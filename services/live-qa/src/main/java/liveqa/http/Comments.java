package liveqa.http;

import java.io.IOException;
import liveqa.feed.Feed;
import liveqa.feed.Tally;

/** Live chat messages by POST. */
final class Comments {
    private static final int LARGEST_BODY = 512 * 1024;
    private static final int MOST = 500;
    private final Feed feed;

    Comments(Feed feed) {
        this.feed = feed;
    }

    Reply take(Request request) throws IOException, Refusal, InterruptedException {
        var messages = request.json(LARGEST_BODY);
        if (messages.size() > MOST) throw new Refusal(413, "more than " + MOST + " messages at once");
        try {
            return reply(feed.take(messages));
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, e.getMessage());
        }
    }

    /** Sent again as a whole, the taken messages of a half-refused delivery count as duplicates. */
    private static Reply reply(Tally tally) {
        var view = Json.object().put("received", tally.received()).put("questions", tally.questions()).put("comments", tally.comments())
                .put("duplicates", tally.duplicates()).put("refused", tally.refused());
        if (tally.refused() == 0) return Reply.json(202, view);
        return Reply.json(429, view.put("error", "質問が混み合っているため、一部を受け取れませんでした。同じ内容をもう一度お送りください。")).with("Retry-After", "2");
    }
}
