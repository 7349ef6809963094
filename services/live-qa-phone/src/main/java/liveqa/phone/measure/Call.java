package liveqa.phone.measure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import liveqa.phone.talk.Caller;

/** One call in progress. */
public final class Call {
    private static final System.Logger LOG = System.getLogger("phone");
    private final Calls calls;
    private final String line;
    private final String id;
    private final Caller caller;
    private final long beganNanos;
    private final AtomicInteger questions = new AtomicInteger();

    Call(Calls calls, String line, String id, Caller caller, long beganNanos) {
        this.calls = calls;
        this.line = line;
        this.id = id;
        this.caller = caller;
        this.beganNanos = beganNanos;
    }

    public String line() {
        return line;
    }

    public String id() {
        return id;
    }

    public Caller caller() {
        return caller;
    }

    public Duration length() {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    /** The id of the next question; it names the call, so that a question can be followed through both logs. */
    public String nextQuestion() {
        return "phone-" + id + "-" + questions.incrementAndGet();
    }

    public void answered(String question, String outcome) {
        calls.measures().answered(outcome);
        note("answer", "question=" + question + " outcome=" + outcome);
    }

    public void note(String event, String rest) {
        LOG.log(System.Logger.Level.INFO, "event=" + event + " call=" + id + " " + rest);
    }

    /** Said more than once, the first word counts. */
    public void end(String outcome) {
        calls.ended(this, outcome, length());
    }
}
