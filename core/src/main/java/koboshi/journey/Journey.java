package koboshi.journey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import koboshi.resource.ResourceId;

/**
 * What a user does, step by step, rehearsed again and again: health that a bare port cannot fake.
 *
 * @param service what it speaks for: a service, or one server of a pool
 * @param every between the beginnings of two idle runs
 * @param timeout for a whole run
 * @param identity what every HTTP answer must carry: something else once answered in a dead target's place
 * @param server of a pool against which it is run, as host and port; its steps write {@code ${server}}
 * @param within the longest a run may take to count as clean; it ends by itself only at its timeout
 * @param cleanUp taken after every run, however it went; what comes of it changes no verdict
 * @param quorum from which vantages it is run and how many of them must agree; from here alone where empty
 * @param confirm what makes a suspicion a fall; a burst where empty
 */
public record Journey(
        String name,
        ResourceId service,
        Duration every,
        Duration timeout,
        Optional<Identity> identity,
        List<Step> steps,
        Optional<String> server,
        Optional<Duration> within,
        List<Step> cleanUp,
        Optional<Quorum> quorum,
        Optional<Confirm> confirm) {
    /** How many fresh runs at once confirm a suspicion. */
    public static final int BURST = 4;
    /** Of a server among others: moving traffic for a fault that is none harms more, and siblings bear the wait meanwhile. */
    public static final int BURST_OF_A_BACKEND = 8;

    public Journey {
        steps = List.copyOf(steps);
        cleanUp = List.copyOf(cleanUp);
    }

    /** Of a service, from here. */
    public Journey(String name, ResourceId service, Duration every, Duration timeout, Optional<Identity> identity, List<Step> steps) {
        this(name, service, every, timeout, identity, steps, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /** The same, for one server of a pool. */
    public Journey against(String name, ResourceId backend, String server) {
        return new Journey(name, backend, every, timeout, identity, steps, Optional.of(server), within, cleanUp, quorum, confirm);
    }

    /** The same with less time. */
    public Journey limitedTo(Duration time) {
        return new Journey(name, service, every, time, identity, steps, server, within, cleanUp, quorum, confirm);
    }

    /** The same, run from these vantages. */
    public Journey seenBy(Quorum vantages) {
        return new Journey(name, service, every, timeout, identity, steps, server, within, cleanUp, vantages.equals(Quorum.ALONE) ? Optional.empty() : Optional.of(vantages), confirm);
    }

    public boolean isRunFrom(String vantage) {
        return quorum.orElse(Quorum.ALONE).from().contains(vantage);
    }

    public boolean ofBackend() {
        return service.kind().equals("backend");
    }

    /** How many fresh runs confirm a suspicion; none where its next run does. */
    public int burst() {
        if (confirm.filter(Confirm.NEXT_RUN::equals).isPresent()) {
            return 0;
        }
        return ofBackend() ? BURST_OF_A_BACKEND : BURST;
    }

    /** A header that names who answered. */
    public record Identity(String header, String value) {}
}
