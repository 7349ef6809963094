package koboshi.lesson;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.signal.Fact.Cause;

/** What happens in a lesson: to the services, to Koboshi, or by a person. */
sealed interface Deed {
    /**
     * @param vantage from where
     * @param runs more than one is a burst
     * @param failed how many of them failed
     * @param took the journey's timeout for failed runs and 20 ms for clean ones, unless said
     */
    record Ran(String journey, String vantage, int runs, int failed, String why, Optional<Duration> took) implements Deed {}

    record Doubted(String journey, String vantage, String why) implements Deed {}

    record Beat(String heartbeat) implements Deed {}

    /** @param last the value at the end of a range; between, it goes there in a straight line */
    record Pushed(Labels labels, double value, double last) implements Deed {}

    /** The deed at a moment of its range. */
    default Deed at(double share) {
        return this instanceof Pushed(var labels, var value, var last) ? new Pushed(labels, value + share * (last - value), last) : this;
    }

    /** @param trouble why no series can be read, or empty when they can again */
    record SeriesAsked(Optional<String> trouble) implements Deed {}

    record Told(ResourceId on, Sign sign) implements Deed {}

    record Linked(String host) implements Deed {}

    record Lost(String host) implements Deed {}

    /** The prober of a vantage. */
    record ProberLinked(String vantage) implements Deed {}

    record ProberLost(String vantage) implements Deed {}

    record Ended(Verb verb, ResourceId on, Outcome outcome) implements Deed {}

    record Ordered(String operator, Verb verb, ResourceId on, String why) implements Deed {}

    /** @param group that is to have its pool's traffic */
    record Switched(String operator, ResourceId group, String why) implements Deed {}

    record Agreed(String operator, ResourceId on, String why) implements Deed {}

    record Froze(String operator, String why) implements Deed {}

    record Thawed(String operator, String why) implements Deed {}

    record Served(ResourceId backend, int sessions) implements Deed {}

    /** @param trouble why no balancer answers, or empty when they do again */
    record Balanced(String pool, Optional<String> trouble) implements Deed {}

    record Noted(String kind, String text, String from) implements Deed {}

    record Checked(String check, Optional<String> trouble) implements Deed {}

    record Jumped(Duration by) implements Deed {}

    record Killed() implements Deed {}

    record Started() implements Deed {}

    record Reloaded(Path configuration) implements Deed {}

    /** What an agent tells of a process; pids and moments are filled in when it is told. */
    sealed interface Sign {
        record Started(Optional<Long> pid, boolean found) implements Sign {}

        record Exited(Cause cause, String detail, Duration next) implements Sign {}

        /** It will not be started again by its agent. */
        record Exhausted() implements Sign {}

        record StartFailed(String why) implements Sign {}

        /** Looked at, as an agent is asked to when nobody knows how an act ended; another pid than before means it was restarted. */
        record Seen(boolean running, Optional<Long> pid) implements Sign {}

        record Remarked(String text) implements Sign {}
    }
}
