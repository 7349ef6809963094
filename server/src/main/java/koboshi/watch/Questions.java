package koboshi.watch;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import koboshi.guard.Inquiry;
import koboshi.integration.rcf.Forests;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import koboshi.series.Source;

/**
 * All questions to the series, each on a thread of its own and at its own pace.
 *
 * <p>A few are asked at once, so that asking costs a bounded part of the machine; those that took long wait for each other and hold up nobody else.
 */
final class Questions {
    private static final int AT_ONCE = 4;
    /** What a series that is learned takes of the heap, by measurement; all together may take an eighth of it. */
    private static final long LEARNED_BYTES = 1 << 20;
    private static final int MOST_LEARNED = 400;

    private final QuestionWatch.Surroundings surroundings;
    private final Function<ResourceId, Optional<Instant>> risen;
    private final Map<String, QuestionWatch> watches = new HashMap<>();
    private final Map<String, Plan.Question> asked = new HashMap<>();

    Questions(Source source, Function<ResourceId, Optional<Instant>> risen, Telling telling, Clock clock) {
        this.surroundings = new QuestionWatch.Surroundings(source, telling, clock, new Semaphore(AT_ONCE), new Semaphore(1), new Forests(learned()));
        this.risen = risen;
    }

    private static int learned() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / 8 / LEARNED_BYTES, 1, MOST_LEARNED);
    }

    /** Follows the plan: what is unchanged goes on undisturbed. */
    void follow(Plan plan) {
        var next = plan.questions();
        watches.entrySet().removeIf(each -> {
            boolean gone = !asked.get(each.getKey()).equals(next.get(each.getKey()));
            if (gone) {
                each.getValue().stop();
            }
            return gone;
        });
        asked.clear();
        asked.putAll(next);
        next.forEach((name, question) -> {
            if (!watches.containsKey(name)) {
                Inquiry.of(question.condition()).ifPresent(inquiry -> watches.put(name, started(name, inquiry, question)));
            }
        });
    }

    private QuestionWatch started(String name, Inquiry inquiry, Plan.Question question) {
        var watch = new QuestionWatch(name, inquiry, () -> question.on().flatMap(risen), surroundings);
        watch.start();
        return watch;
    }

    void stop() {
        watches.values().forEach(QuestionWatch::stop);
    }
}
