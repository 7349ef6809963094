package koboshi.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.series.Series;
import koboshi.series.Source;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Told told = new Told();
    private final Ring ring = new Ring(100, 10);
    private final CountDownLatch stuck = new CountDownLatch(1);
    private Questions questions;

    @AfterEach
    void stop() {
        stuck.countDown();
        if (questions != null) {
            questions.stop();
        }
    }

    private void follow(Source source, String... conditions) {
        if (questions == null) {
            questions = new Questions(source, _ -> Optional.empty(), told, Clock.fixed(NOW, ZoneOffset.UTC));
        }
        questions.follow(new Plan(Map.of(), Map.of(), Stream.of(conditions).collect(Collectors.toMap(
                condition -> condition,
                condition -> new Duty(Guard.of(condition, new Condition.Gives(condition), ResourceId.service("a")), Runbook.WATCH_ONLY)))));
    }

    private List<Event.Answered> answers(String guard) {
        return told.events.stream().filter(Event.Answered.class::isInstance).map(Event.Answered.class::cast).filter(one -> one.guard().equals(guard)).toList();
    }

    private Source stuckOn(String metric) {
        return (matchers, from, to) -> {
            if (matchers.stream().anyMatch(matcher -> matcher.value().equals(metric))) {
                try {
                    stuck.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                return List.<Series>of();
            }
            return ring.select(matchers, from, to);
        };
    }

    @Test
    void aQuestionThatHangsHoldsUpNoOther() {
        ring.append(Labels.of(Labels.NAME, "waiting"), new Sample(NOW.toEpochMilli(), 7));
        follow(stuckOn("slow"), "slow > 1", "waiting > 5");
        Await.until("the other is answered twice", () -> answers("waiting > 5").size() >= 2);
        assertThat(answers("waiting > 5").getFirst().findings().readings()).singleElement().satisfies(reading -> assertThat(reading.bad()).isTrue());
        assertThat(answers("slow > 1")).isEmpty();
    }

    @Test
    void aChangedQuestionIsPutAnewAndOneTakenOutNoMore() {
        follow(ring, "a > 1", "b > 1");
        Await.until("both are answered", () -> !answers("a > 1").isEmpty() && !answers("b > 1").isEmpty());
        follow(ring, "b > 1", "c > 1");
        int before = answers("a > 1").size();
        Await.until("the new one is answered twice", () -> answers("c > 1").size() >= 2);
        assertThat(answers("a > 1").size()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void whatCannotBeReadIsToldAndPutOff() {
        follow((_, _, _) -> {
            throw new IllegalStateException("the disk is gone");
        }, "a > 1");
        Await.until("it is answered", () -> !answers("a > 1").isEmpty());
        assertThat(answers("a > 1").getFirst().findings().trouble()).contains("its series cannot be read: the disk is gone");
    }

    @Test
    void restsLongerTheMoreItFailsAndTheLongerItTakes() {
        var rest = Rest.at(SECOND);
        assertThat(rest.length()).isEqualTo(SECOND);
        assertThat(rest.after(Duration.ofMillis(10), false).length()).isEqualTo(SECOND);
        assertThat(rest.after(Duration.ofMillis(200), false)).satisfies(slow -> {
            assertThat(slow.slow()).isTrue();
            assertThat(slow.length()).isEqualTo(Duration.ofSeconds(4));
        });
        var failed = rest.after(Duration.ZERO, true).after(Duration.ZERO, true);
        assertThat(failed.length()).isEqualTo(Duration.ofSeconds(4));
        for (int i = 0; i < 100; i++) {
            failed = failed.after(Duration.ofSeconds(5), true);
        }
        assertThat(failed.length()).as("often enough to count").isEqualTo(Rest.LONGEST);
        assertThat(failed.after(Duration.ofMillis(1), false).length()).isEqualTo(SECOND);
    }
}
