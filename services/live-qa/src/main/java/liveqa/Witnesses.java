package liveqa;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import liveqa.question.Channel;
import liveqa.question.HoldReason;
import liveqa.question.Question;
import liveqa.question.Standing;
import liveqa.question.Withdrawal;
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

    @Override
    public void answeredToo(Question question, Standing.Answered answered) {
        tell(witness -> witness.answeredToo(question, answered));
    }

    @Override
    public void joined(Question question) {
        tell(witness -> witness.joined(question));
    }

    @Override
    public void held(Question question, HoldReason why) {
        tell(witness -> witness.held(question, why));
    }

    @Override
    public void withdrawn(Question question, Withdrawal why) {
        tell(witness -> witness.withdrawn(question, why));
    }

    @Override
    public void decided(String decision) {
        tell(witness -> witness.decided(decision));
    }

    @Override
    public void promised(double seconds, Duration waited) {
        tell(witness -> witness.promised(seconds, waited));
    }

    @Override
    public void spoken(Question question, double seconds) {
        tell(witness -> witness.spoken(question, seconds));
    }

    private void tell(Consumer<Witness> what) {
        all.forEach(what);
    }
}
