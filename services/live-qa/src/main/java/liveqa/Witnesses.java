package liveqa;

import java.util.List;
import java.util.function.Consumer;
import liveqa.question.Channel;
import liveqa.question.Question;
import liveqa.question.Standing;
import liveqa.question.Witness;

/** Tells several witnesses. */
record Witnesses(List<Witness> all) implements Witness {
    @Override
    public void accepted(Question question) {
        tell(witness -> witness.accepted(question));
    }

    @Override
    public void turnedAway(Channel channel) {
        tell(witness -> witness.turnedAway(channel));
    }

    @Override
    public void begun(Question question) {
        tell(witness -> witness.begun(question));
    }

    @Override
    public void partly(Question question, String sentence) {
        tell(witness -> witness.partly(question, sentence));
    }

    @Override
    public void answered(Question question, Standing.Answered answered) {
        tell(witness -> witness.answered(question, answered));
    }

    @Override
    public void notKept(Channel channel) {
        tell(witness -> witness.notKept(channel));
    }

    private void tell(Consumer<Witness> what) {
        all.forEach(what);
    }
}
