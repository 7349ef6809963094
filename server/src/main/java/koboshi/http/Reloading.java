package koboshi.http;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Where somebody who changed a file says so, as the sidecars of a Prometheus do: its look for changed files is due now. */
final class Reloading {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int MOST_WAITING = 20;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final House house;
    private final Turns<Object> turns = new Turns<>(1, Object::new, MOST_WAITING, "a reload is under way");

    Reloading(House house) {
        this.house = house;
    }

    List<Route> routes() {
        return Stream.of("POST", "PUT").map(method -> Route.change(method, "/-/reload", _ -> Reply.of(reload()))).toList();
    }

    private Answer reload() {
        var wrong = turns.take(LONGEST_WAIT, _ -> house.reload());
        return wrong.isEmpty() ? Answer.text(200, TEXT, "") : Answer.text(500, TEXT, "failed to reload config: " + String.join("\n", wrong) + "\n");
    }
}
