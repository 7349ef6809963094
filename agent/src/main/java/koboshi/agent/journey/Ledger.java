package koboshi.agent.journey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import koboshi.signal.Run;
import koboshi.signal.Run.Outcome;

/** What a walk has come to, step by step. It may be closed while a step is under way; what that one says afterwards is not written any more. */
final class Ledger {
    private final List<Run.Taken> taken = new ArrayList<>();
    private final List<Run.Stumble> stumbles = new ArrayList<>();
    private String step = "";
    private long began;
    private boolean under;
    private boolean closed;

    synchronized void begin(String next) {
        step = next;
        began = System.nanoTime();
        under = true;
    }

    synchronized void done(Outcome outcome) {
        if (!closed) {
            taken.add(new Run.Taken(step, Duration.ofNanos(System.nanoTime() - began), outcome));
            under = false;
        }
    }

    synchronized void stumbled(String why) {
        if (!closed) {
            stumbles.add(new Run.Stumble(step, why));
            done(Outcome.STUMBLED);
        }
    }

    /** Closes it from outside. */
    synchronized void cutOff(String why) {
        stumbles.add(new Run.Stumble(step, why));
        if (under) {
            done(Outcome.CUT_OFF);
        }
        closed = true;
    }

    synchronized List<Run.Taken> taken() {
        return List.copyOf(taken);
    }

    synchronized List<Run.Stumble> stumbles() {
        return List.copyOf(stumbles);
    }
}
