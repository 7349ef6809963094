package liveqa.phone.measure;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import liveqa.phone.talk.Caller;

/** The calls in progress, bounded over all lines; each is counted and logged once at its beginning and once at its end. */
public final class Calls {
    private static final System.Logger LOG = System.getLogger("phone");
    private final Map<String, Call> inProgress = new ConcurrentHashMap<>();
    private final AtomicInteger places;
    private final Measures measures = new Measures(inProgress::size);

    public Calls(int most) {
        this.places = new AtomicInteger(most);
    }

    public Measures measures() {
        return measures;
    }

    /** Empty when as many calls as may be are in progress; that is counted as a call that found us busy. */
    public Optional<Call> begin(String line, String id, Caller caller) {
        if (places.getAndUpdate(free -> Math.max(0, free - 1)) == 0) {
            notTaken(line, "busy", caller.masked());
            return Optional.empty();
        }
        var call = new Call(this, line, id, caller, System.nanoTime());
        inProgress.put(id, call);
        LOG.log(System.Logger.Level.INFO, "event=call_begins call=" + id + " line=" + line + " from=" + caller.masked());
        return Optional.of(call);
    }

    public void notTaken(String line, String outcome, String from) {
        measures.notTaken(line, outcome);
        LOG.log(System.Logger.Level.INFO, "event=call_not_taken line=" + line + " outcome=" + outcome + " from=" + from);
    }

    public int count() {
        return inProgress.size();
    }

    void ended(Call call, String outcome, Duration length) {
        if (!inProgress.remove(call.id(), call)) return;
        places.incrementAndGet();
        measures.ended(call.line(), outcome, length);
        LOG.log(System.Logger.Level.INFO, "event=call_ends call=" + call.id() + " line=" + call.line() + " outcome=" + outcome + " seconds="
                + length.toMillis() / 1000.0);
    }
}
