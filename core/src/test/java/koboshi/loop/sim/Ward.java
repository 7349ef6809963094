package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.resource.Service;

/** What a simulated agent remembers of one service it keeps, on its disk. */
final class Ward {
    enum State {
        WANTED,
        RUNNING,
        FALLEN,
        STOPPED,
        EXHAUSTED
    }

    final Doll doll;
    Service service;
    State state = State.WANTED;
    Instant free = Instant.EPOCH;
    /** Changes when what waits to be done is called off. */
    int plan;
    private final List<Instant> starts = new ArrayList<>();

    Ward(Service service, Doll doll) {
        this.service = service;
        this.doll = doll;
    }

    /** How long until it may be started again, if it may. */
    Optional<Duration> policy(Instant now) {
        starts.removeIf(start -> start.plus(service.keep().window()).isBefore(now));
        return starts.size() < service.keep().times() ? Optional.of(service.keep().wait(starts.size())) : Optional.empty();
    }

    void startedAgain(Instant now) {
        starts.add(now);
    }

    void forgiven() {
        starts.clear();
        plan++;
    }
}
