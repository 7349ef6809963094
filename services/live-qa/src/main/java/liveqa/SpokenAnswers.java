package liveqa;

import java.time.Instant;
import liveqa.air.Spoken;
import liveqa.question.Desk;

/** Tells the desk which answers were spoken, so that the wait that askers are told ends where the answer is heard. */
final class SpokenAnswers implements Spoken {
    /** The programme speaks only once it was given its desk. */
    private volatile Desk desk;

    void tellsOf(Desk spokenDesk) {
        desk = spokenDesk;
    }

    @Override
    public void begun(String question, Instant readyAt, Instant at) {
        desk.speaks(question);
    }

    @Override
    public void finished(String question, Instant at) {
        desk.spoke(question);
    }

    @Override
    public void shownOnly(String question) {
        desk.shownOnly(question);
    }

    @Override
    public void unspoken(String question, String why) {
        desk.unspoken(question);
    }
}
