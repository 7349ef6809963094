package koboshi.drills;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.drill.Ledger;
import koboshi.drill.Request;

/** The times in which questions were lost, each from the first lost one to the first answer to one asked after the last. */
record Outages(List<Span> spans) {
    /** Losses further apart are two outages. */
    private static final Duration APART = Duration.ofSeconds(1);

    record Span(Instant from, Instant until) {
        Duration length() {
            return Duration.between(from, until);
        }
    }

    static Outages of(Ledger ledger) {
        var spans = new ArrayList<Span>();
        var lost = ledger.requests().stream().filter(request -> !request.answered()).map(Request::sent).toList();
        for (int first = 0; first < lost.size(); ) {
            int last = first;
            while (last + 1 < lost.size() && !lost.get(last).plus(APART).isBefore(lost.get(last + 1))) {
                last++;
            }
            spans.add(new Span(lost.get(first), answered(ledger, lost.get(last))));
            first = last + 1;
        }
        return new Outages(List.copyOf(spans));
    }

    /** Where no answer came any more it lasts until the last question. */
    private static Instant answered(Ledger ledger, Instant after) {
        return ledger.requests().stream()
                .filter(request -> request.answered() && request.sent().isAfter(after))
                .map(Request::ended)
                .min(Instant::compareTo)
                .orElseGet(() -> ledger.requests().getLast().ended());
    }

    /** When whoever was born at a moment gave its first answer; empty when it gave none. */
    static Optional<Instant> firstAnswer(Ledger ledger, Instant born) {
        return ledger.requests().stream().filter(request -> request.answered() && request.sent().isAfter(born)).map(Request::ended).min(Instant::compareTo);
    }

    Duration total() {
        return spans.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** The part of the outages that lies around a moment, such as the birth of a process. */
    Duration around(Instant moment, Duration patience) {
        return spans.stream()
                .filter(span -> !span.from().minus(patience).isAfter(moment) && !span.until().isBefore(moment))
                .map(Span::length)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
