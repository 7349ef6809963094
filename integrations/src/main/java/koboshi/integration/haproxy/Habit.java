package koboshi.integration.haproxy;

import java.time.Duration;
import java.util.Optional;
import koboshi.integration.haproxy.Suspected.Reason;

/**
 * What one server is used to.
 *
 * @param last as it was seen before
 * @param errorsLately a count that fades: {@code s' = s e^(-t/brief) + new}
 * @param errorRate usual errors per second
 */
record Habit(Server last, Usual sessions, Usual queue, double errorsLately, double errorRate) {
    /** A server new to us is held against its siblings, so that one found hanging is not taken for one that has always been so. */
    static Habit of(Server server, double siblings) {
        return new Habit(server, Usual.at(Math.min(server.sessions(), siblings)), Usual.at(0), 0, 0);
    }

    /** Where it is not meant to have traffic, and after a pause, nothing is learnt but where its counters stand. */
    Habit resumed(Server now) {
        return new Habit(now, sessions, queue, 0, errorRate);
    }

    /**
     * Errors are learnt by what came lately, and no faster than twice the usual rate and one a second: a burst is forgotten, a steady loss is usual
     * within a minute.
     */
    Habit with(Server now, Duration passed, Norms norms) {
        double share = 1 - fading(passed, norms.normal());
        double lately = errorsLately * fading(passed, norms.brief()) + newErrors(now);
        double rate = Math.min(lately / seconds(norms.brief()), 2 * errorRate + 1);
        return new Habit(
                now,
                sessions.with(now.sessions(), share, norms.deviations()),
                queue.with(now.queued(), share, norms.deviations()),
                lately,
                errorRate + share * (rate - errorRate));
    }

    /** A process that begins anew counts from nothing. */
    private long newErrors(Server now) {
        return now.sessionsTotal() < last.sessionsTotal() ? now.errors() : Math.max(0, now.errors() - last.errors());
    }

    /** Judged by what was usual until now. */
    Optional<Reason> strange(Server now, Duration passed, double siblings, Norms norms) {
        long fresh = newErrors(now);
        double lately = errorsLately * fading(passed, norms.brief()) + fresh;
        double usually = errorRate * seconds(norms.brief());
        if (fresh > 0 && lately > usually + norms.deviations() * Math.sqrt(usually) + 0.5) {
            return Optional.of(new Reason.Errors(lately, usually));
        }
        if (now.queued() > queue.strangeAbove(norms.deviations()) - 1) {
            return Optional.of(new Reason.Queue(now.queued(), queue.mean()));
        }
        boolean crowded = now.sessions() > sessions.strangeAbove(norms.deviations()) && now.sessions() > siblings * norms.siblings() + 2;
        return crowded ? Optional.of(new Reason.Sessions(now.sessions(), sessions.mean(), siblings)) : Optional.empty();
    }

    private static double fading(Duration passed, Duration over) {
        return Math.exp(-seconds(passed) / seconds(over));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
