package koboshi.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Every request an outside client sent, and what they say together: the only source of a drill's figures.
 *
 * @param requests in the order they were sent
 */
public record Ledger(List<Request> requests) {
    public Ledger {
        requests = requests.stream().sorted(Comparator.comparing(Request::sent)).toList();
    }

    public long total() {
        return requests.size();
    }

    public long failed() {
        return requests.stream().filter(request -> !request.answered()).count();
    }

    public long failedBefore(Instant moment) {
        return requests.stream().filter(request -> !request.answered() && request.ended().isBefore(moment)).count();
    }

    public Optional<Instant> firstFailed() {
        return requests.stream().filter(request -> !request.answered()).map(Request::sent).findFirst();
    }

    /** When the first answer came to a request sent after the last one that failed: it answers again, and went on answering. */
    public Optional<Instant> answeringAgain() {
        var last = requests.stream().filter(request -> !request.answered()).map(Request::sent).max(Instant::compareTo);
        return last.flatMap(failed -> requests.stream()
                .filter(request -> request.answered() && request.sent().isAfter(failed))
                .map(Request::ended)
                .min(Instant::compareTo));
    }

    /** From the first request that was lost to the first answer after the last. */
    public Optional<Duration> outage() {
        return firstFailed().flatMap(from -> answeringAgain().map(until -> Duration.between(from, until)));
    }
}
