package koboshi.integration.haproxy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Suspects servers by what HAProxy counts anyway, at every look: errors beyond its own usual rate, more sessions than it and its siblings usually
 * have, a queue. Each look gives the watchfulness for the next one; the moment is an argument.
 *
 * <p>A server in maintenance or draining is not suspected, nor is one that HAProxy itself holds down: both are known already.
 */
public final class Watchfulness {
    private final Norms norms;
    private final Map<String, Habit> habits;
    private final Optional<Instant> last;

    private Watchfulness(Norms norms, Map<String, Habit> habits, Optional<Instant> last) {
        this.norms = norms;
        this.habits = habits;
        this.last = last;
    }

    public static Watchfulness by(Norms norms) {
        return new Watchfulness(norms, Map.of(), Optional.empty());
    }

    /** What is suspected, and what to look with next. */
    public record Step(Watchfulness then, List<Suspected> suspected) {}

    /** @param at a moment before the last one counts as a pause: nothing is judged by it */
    public Step see(List<Server> servers, Instant at) {
        var passed = last.map(before -> Duration.between(before, at)).filter(time -> time.isPositive() && time.compareTo(norms.gap()) <= 0);
        var all = Siblings.among(servers);
        var next = new HashMap<String, Habit>();
        var suspected = new ArrayList<Suspected>();
        for (var server : servers) {
            var siblings = all.of(server);
            var habit = habits.getOrDefault(server.key(), Habit.of(server, siblings.orElse(server.sessions())));
            boolean judged = passed.isPresent() && works(server);
            if (judged) {
                habit.strange(server, passed.get(), siblings.orElse(0), norms).ifPresent(reason -> suspected.add(new Suspected(server, reason)));
            }
            next.put(server.key(), judged ? habit.with(server, passed.get(), norms) : habit.resumed(server));
        }
        return new Step(new Watchfulness(norms, next, Optional.of(at)), List.copyOf(suspected));
    }

    static boolean works(Server server) {
        return server.admin() == Admin.READY && server.up();
    }
}
