package koboshi.journey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.signal.Run;

/**
 * What the latest runs of a journey say together.
 *
 * <p>One failed run is a suspicion. Two in a row, confirmed by a burst most of which failed too, are a fall: a single lost packet must not
 * restart anything.
 *
 * @param failedInARow fresh runs that failed since the last clean one
 * @param cleanInARow fresh runs that succeeded since the last failed one
 * @param confirmed whether a burst said the same as the failed runs before it
 * @param last the latest run
 * @param firstFailed the first of the failed runs in a row
 */
public record Pulse(int failedInARow, int cleanInARow, boolean confirmed, Optional<Run> last, Optional<Run> firstFailed) {
    public static final Pulse UNKNOWN = new Pulse(0, 0, false, Optional.empty(), Optional.empty());

    public Pulse after(List<Run> runs) {
        return runs.size() >= Journey.BURST ? afterBurst(runs) : runs.stream().reduce(this, Pulse::after, (_, later) -> later);
    }

    private Pulse after(Run run) {
        if (run.clean() && isLateNews(run)) {
            return this;
        }
        return run.clean()
                ? new Pulse(0, cleanInARow + 1, false, Optional.of(run), Optional.empty())
                : new Pulse(failedInARow + 1, 0, confirmed, Optional.of(run), firstFailed.or(() -> Optional.of(run)));
    }

    /** Of before the fall that is known: a run that had begun before the burst and is told after it. */
    private boolean isLateNews(Run run) {
        return fallen() && last.filter(failed -> run.began().isBefore(failed.began())).isPresent();
    }

    /** A burst speaks with one voice: all but one failed is failed, all but one clean is clean, between them it is no verdict. */
    private Pulse afterBurst(List<Run> runs) {
        long failed = runs.stream().filter(run -> !run.clean()).count();
        if (failed >= runs.size() - 1) {
            var worst = runs.stream().filter(run -> !run.clean()).findFirst();
            return new Pulse(failedInARow + (int) failed, 0, true, worst, firstFailed.or(() -> worst));
        }
        if (failed <= 1) {
            var clean = runs.stream().filter(Run::clean).findFirst();
            return new Pulse(0, cleanInARow + (int) (runs.size() - failed), false, clean, Optional.empty());
        }
        return new Pulse(failedInARow, 0, false, Optional.of(runs.getLast()), firstFailed);
    }

    /** Where no burst is run, two failed runs in a row confirm each other. */
    public Pulse confirmedByItself() {
        return failedInARow >= 2 ? new Pulse(failedInARow, cleanInARow, true, last, firstFailed) : this;
    }

    public boolean fallen() {
        return confirmed && failedInARow >= 2;
    }

    public boolean suspected() {
        return failedInARow >= 1;
    }

    /** Whether the latest run was clean and began after the given moment. */
    public boolean cleanSince(Instant moment) {
        return last.isPresent() && last.get().clean() && last.get().began().isAfter(moment);
    }
}
