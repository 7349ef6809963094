package liveqa.question;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import liveqa.answer.Answer;

/** What a moderator looks for: a part of an id, of an author, of a question or of its answer, in any width and size of letters. */
record Sought(String plain) implements Predicate<Ticket> {
    static Sought of(String text) {
        return new Sought(plain(text));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean test(Ticket ticket) {
        var question = ticket.question();
        return question.channel().shown() && (holds(question.id()) || holds(question.author()) || holds(question.text())
                || ticket.standing() instanceof Standing.Answered(Answer answer, _) && holds(answer.words()));
    }

    private boolean holds(String text) {
        return plain(text).contains(plain);
    }
}
