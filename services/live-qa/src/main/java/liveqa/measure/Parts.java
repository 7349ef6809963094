package liveqa.measure;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The parts of the service that can fail by themselves, and how each is.
 *
 * <p>A part that fails takes nothing else with it; here it says so. Each is named by a constant text of the program, so
 * that there are few.
 */
public final class Parts {
    public enum State {
        OK,
        /** It does less, or nothing for now; the rest goes on. */
        DEGRADED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code since} is when it came to be so; {@code why} is empty while all is well. */
    public record Part(String name, State state, Instant since, String why) {}

    private static final System.Logger LOG = System.getLogger("parts");
    private static final int LONGEST_WHY = 300;
    private final InstantSource clock;
    private final Map<String, Part> parts = new TreeMap<>();
    private final Map<String, Supplier<Optional<String>>> followed = new ConcurrentHashMap<>();

    public Parts(InstantSource clock) {
        this.clock = clock;
    }

    /** Asks a part that does not speak for itself, whenever somebody looks. */
    public void follow(String name, Supplier<Optional<String>> trouble) {
        followed.put(name, trouble);
    }

    /** Asks all that are followed, so that a change is logged even when nobody asks. */
    public void look() {
        followed.forEach((name, trouble) -> set(name, trouble.get()));
    }

    public void ok(String name) {
        set(name, State.OK, "");
    }

    public void degraded(String name, String why) {
        set(name, State.DEGRADED, why.length() > LONGEST_WHY ? why.substring(0, LONGEST_WHY) + "…" : why);
    }

    /** By its present trouble, if there is any. */
    public void set(String name, Optional<String> trouble) {
        trouble.ifPresentOrElse(why -> degraded(name, why), () -> ok(name));
    }

    private void set(String name, State state, String why) {
        boolean changed;
        synchronized (this) {
            var before = parts.get(name);
            changed = before == null ? state != State.OK : before.state != state;
            var since = before != null && before.state == state ? before.since : clock.instant();
            parts.put(name, new Part(name, state, since, why));
        }
        // On change only; outside the lock, because the log itself may be the part in trouble.
        if (changed) LOG.log(state == State.OK ? System.Logger.Level.INFO : System.Logger.Level.WARNING, name + ": " + state.word() + (why.isEmpty() ? "" : ": " + why));
    }

    public List<Part> all() {
        look();
        synchronized (this) {
            return List.copyOf(parts.values());
        }
    }
}
