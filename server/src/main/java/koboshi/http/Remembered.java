package koboshi.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Answers given, by the key they were asked with: asking again under the same key asks nothing new. */
final class Remembered {
    private static final Duration LASTING = Duration.ofMinutes(10);
    private static final int MOST = 1000;

    private final InstantSource clock;
    private final Map<String, Given> given = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Given> eldest) {
            return size() > MOST || eldest.getValue().until().isBefore(clock.instant());
        }
    };

    /** @param question hash of what was asked */
    private record Given(String question, CompletableFuture<Answer> answer, Instant until) {}

    Remembered(InstantSource clock) {
        this.clock = clock;
    }

    private synchronized Answer forget(String key) {
        given.remove(key);
        return null;
    }

    /** @param ask when the key is new; what it throws is not remembered, so trying again is trying anew */
    synchronized CompletableFuture<Answer> answer(String key, String question, Supplier<CompletableFuture<Answer>> ask) {
        var before = given.get(key);
        if (before == null || before.until().isBefore(clock.instant())) {
            var answer = ask.get();
            given.put(key, new Given(question, answer, clock.instant().plus(LASTING)));
            answer.exceptionally(_ -> forget(key));
            return answer;
        }
        if (!before.question().equals(question)) {
            throw new Refused(422, "this Idempotency-Key was used for another order: expected a new one for each");
        }
        return before.answer();
    }
}
