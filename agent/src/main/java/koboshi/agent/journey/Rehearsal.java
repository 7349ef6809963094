package koboshi.agent.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.journey.Journey;
import koboshi.signal.Run;

/**
 * Does once what a user does: one run of a journey, over fresh connections, within its time.
 *
 * <p>A run never outlasts its timeout and the time for cleaning up, whatever the other side does: what is still waiting then is cut off.
 */
public final class Rehearsal {
    /** Whoever waits for a verdict waits for the cleaning up as well. */
    private static final Duration LONGEST_CLEANING = Duration.ofSeconds(1);

    private final Journey journey;
    private final Script script = new Script();

    private Rehearsal(Journey journey) {
        this.journey = journey;
        journey.server().ifPresent(server -> script.keep(Map.of("server", server)));
    }

    /**
     * Blocks for at most the journey's timeout, and a second more where it cleans up; made for many virtual threads at once.
     *
     * @throws Unready when our own side lacks something, such as a secret: nothing is known of the service then
     */
    public static Run run(Journey journey) {
        return new Rehearsal(journey).run();
    }

    private Run run() {
        var began = Instant.now();
        long start = System.nanoTime();
        var walk = new Walk(journey, script, false);
        try {
            var stumbles = walk.go(journey.timeout());
            var took = Duration.ofNanos(System.nanoTime() - start);
            var stumble = stumbles.stream().findFirst().or(() -> slow(took));
            return journey.cleanUp().isEmpty() ? new Run(began, took, stumble, walk.taken(), List.of()) : cleaned(began, took, stumble, walk.taken());
        } catch (Unready unready) {
            clean(new Walk(journey, script, true));
            throw unready;
        }
    }

    private Optional<Run.Stumble> slow(Duration took) {
        return journey.within()
                .filter(within -> took.compareTo(within) > 0)
                .map(within -> new Run.Stumble("all steps", "expected within " + Patience.words(within) + ", took " + took.toMillis() + " ms"));
    }

    private Run cleaned(Instant began, Duration took, Optional<Run.Stumble> stumble, List<Run.Taken> taken) {
        var cleaning = new Walk(journey, script, true);
        var remarks = clean(cleaning);
        return new Run(began, took, stumble, Stream.concat(taken.stream(), cleaning.taken().stream()).toList(), remarks);
    }

    private List<Run.Stumble> clean(Walk cleaning) {
        if (journey.cleanUp().isEmpty()) {
            return List.of();
        }
        try {
            return cleaning.go(journey.timeout().compareTo(LONGEST_CLEANING) < 0 ? journey.timeout() : LONGEST_CLEANING);
        } catch (Unready unready) {
            return List.of(new Run.Stumble("cleaning up", unready.getMessage()));
        }
    }
}
