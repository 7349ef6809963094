package liveqa;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import liveqa.question.Channel;
import liveqa.question.HoldReason;
import liveqa.question.Question;
import liveqa.question.Standing;
import liveqa.question.Withdrawal;
import liveqa.question.Witness;

/** What happens to questions, as log events with fields. Never their words, nor who asked: a log travels far. */
final class QuestionEvents implements Witness {
    /** Held, because a logger nobody holds is forgotten. Kept out of the text lines, where it would drown the rest. */
    static final Logger LOG = Logger.getLogger("questions");

    static {
        // Written only where somebody reads them: see LogLines.
        LOG.setLevel(Level.OFF);
    }

    private static void event(String what, Question question, Map<String, Object> more) {
        if (!LOG.isLoggable(Level.INFO)) return;
        var fields = new LinkedHashMap<String, Object>();
        if (question != null) {
            fields.put("id", question.id());
            fields.put("channel", question.channel().word());
        }
        fields.putAll(more);
        var record = new LogRecord(Level.INFO, what);
        record.setLoggerName("questions");
        record.setParameters(new Object[] {fields});
        LOG.log(record);
    }

    @Override
    public void accepted(Question question) {
        event("accepted", question, Map.of());
    }

    @Override
    public void joined(Question question) {
        event("joined", question, Map.of());
    }

    @Override
    public void turnedAway(Channel channel) {
        event("refused", null, Map.of("channel", channel.word(), "reason", "full"));
    }

    @Override
    public void held(Question question, HoldReason why) {
        event("held", question, Map.of("reason", why.word()));
    }

    @Override
    public void withdrawn(Question question, Withdrawal why) {
        event("withdrawn", question, Map.of("reason", why.word()));
    }

    @Override
    public void decided(String decision) {
        event("decided", null, Map.of("decision", decision));
    }

    @Override
    public void answered(Question question, Standing.Answered answered) {
        event("answered", question, outcome(question, answered));
    }

    @Override
    public void answeredToo(Question question, Standing.Answered answered) {
        event("answered", question, outcome(question, answered));
    }

    private static Map<String, Object> outcome(Question question, Standing.Answered answered) {
        return Map.of("outcome", answered.answer().outcome(), "seconds", Duration.between(question.askedAt(), answered.at()).toMillis() / 1000.0);
    }
}
