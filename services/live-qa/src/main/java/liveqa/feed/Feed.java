package liveqa.feed;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import liveqa.question.Desk;
import liveqa.question.Question;
import liveqa.question.Reception;
import tools.jackson.databind.JsonNode;

/** Takes messages of a live chat: questions go to the desk, everything else is counted as a comment. */
public final class Feed {
    private final Desk desk;
    private final InstantSource clock;
    private final Consumer<Tally> counted;
    private final SeenIds seen = new SeenIds();

    /** {@code counted} hears of every delivery. */
    public Feed(Desk desk, InstantSource clock, Consumer<Tally> counted) {
        this.desk = desk;
        this.clock = clock;
        this.counted = counted;
    }

    /**
     * All or nothing as to form: one unreadable message refuses the delivery before any is taken.
     *
     * @throws IllegalArgumentException naming the message (from 0) and what is wrong with it
     */
    public Tally take(JsonNode messages) throws InterruptedException {
        if (!messages.isArray()) throw new IllegalArgumentException("a feed is an array of {\"id\",\"author\",\"text\",\"time\"}");
        var comments = new ArrayList<Comment>();
        for (int i = 0; i < messages.size(); i++) comments.add(comment(messages.get(i), i));
        return take(comments);
    }

    private static Comment comment(JsonNode message, int index) {
        try {
            return CommentText.comment(message);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("message " + index + ": " + e.getMessage(), e);
        }
    }

    /** Whatever was refused may be given again. */
    public Tally take(List<Comment> comments) throws InterruptedException {
        var tally = Tally.NONE;
        for (var comment : comments) tally = tally.plus(take(comment));
        counted.accept(tally);
        return tally;
    }

    private Tally.Fate take(Comment comment) throws InterruptedException {
        if (!seen.add(comment.id())) return Tally.Fate.DUPLICATE;
        if (!QuestionForm.isQuestion(comment.text())) return Tally.Fate.COMMENT;
        // Asked in an earlier run of this service: the desk remembers longer than we do.
        if (desk.find(comment.id()).isPresent()) return Tally.Fate.DUPLICATE;
        var question = new Question(comment.id(), comment.author(), comment.text(), comment.channel(), clock.instant(), comment.asker());
        var reception = desk.ask(question);
        if (reception instanceof Reception.Accepted) return Tally.Fate.QUESTION;
        // Sending it again would not help.
        if (reception instanceof Reception.Barred) return Tally.Fate.COMMENT;
        seen.forget(comment.id());
        return Tally.Fate.REFUSED;
    }
}
