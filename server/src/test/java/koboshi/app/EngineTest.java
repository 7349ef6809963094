package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.Seen;
import koboshi.loop.State;
import koboshi.store.Await;
import koboshi.store.Journal;
import koboshi.store.Journal.Written;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final int QUEUE = 10_000;

    @TempDir
    private Path folder;

    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final List<List<Event>> rounds = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch go = new CountDownLatch(1);
    private Journal journal;
    private Engine engine;

    @BeforeEach
    void make() {
        journal = Journal.open(folder.resolve("journal.db"));
        engine = new Engine(new Loop(new State(), new Seen(Instant.now())), journal, new Moments(Instant.EPOCH), new Watched());
    }

    @AfterEach
    void stop() throws InterruptedException {
        go.countDown();
        engine.stop(Duration.ofSeconds(10));
        journal.close();
    }

    /** Says what is done in which order; the first round waits until it may go on. */
    private final class Watched implements Engine.Commits {
        @Override
        public void commit(List<Written> entries) {
            await();
            journal.commit(entries);
            said("commit", entries);
        }

        private void await() {
            try {
                go.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void publish(List<Written> entries) {
            said("publish", entries);
        }

        @Override
        public void act(List<Written> entries, List<Event> events) {
            said("act", entries);
            rounds.add(events.stream().filter(event -> !(event instanceof Event.Tick)).toList());
        }

        private void said(String what, List<Written> entries) {
            if (!entries.isEmpty()) {
                order.add(what);
            }
        }
    }

    private static Event note(int number) {
        return new Event.Noted("text", "note " + number, "test");
    }

    private static Event order(int number) {
        return new Event.FreezeOrdered("mina", "order " + number);
    }

    /** The loop is in its first round, so that what is told now waits. */
    private void busy() {
        engine.start();
        engine.tell(note(-1), _ -> {});
        Await.until("the loop took up the first event", () -> engine.queued() == 0);
    }

    private List<Event> decided(int many) {
        go.countDown();
        Await.until(many + " events are decided", () -> all().size() >= many);
        return all();
    }

    private List<Event> all() {
        synchronized (rounds) {
            return rounds.stream().flatMap(List::stream).toList();
        }
    }

    @Test
    void whatWasOrderedGoesBeforeWhatWasObservedEachInItsOwnOrder() {
        busy();
        engine.tell(note(1), _ -> {});
        engine.tell(order(1), _ -> {});
        engine.tell(note(2), _ -> {});
        engine.tell(order(2), _ -> {});
        assertThat(decided(5)).containsExactly(note(-1), order(1), order(2), note(1), note(2));
    }

    @Test
    void beyondItsBoundWhatIsObservedIsNotTakenButOrdersAre() {
        busy();
        for (int i = 0; i < QUEUE; i++) {
            assertThat(engine.tell(note(i), _ -> {})).isTrue();
        }
        assertThat(engine.tell(note(QUEUE), _ -> {})).isFalse();
        assertThat(engine.tell(order(1), _ -> {})).isTrue();
        assertThat(engine.queued()).isEqualTo(QUEUE + 1);
        assertThat(decided(QUEUE + 2)).hasSize(QUEUE + 2).element(1).isEqualTo(order(1));
        assertThat(engine.tell(note(0), _ -> {})).as("there is room again").isTrue();
    }

    @Test
    void neverMoreThanFiveHundredAreDecidedAtOnce() {
        busy();
        for (int i = 0; i < 1700; i++) {
            engine.tell(i % 2 == 0 ? note(i) : order(i), _ -> {});
        }
        decided(1701);
        assertThat(rounds).allSatisfy(round -> assertThat(round.size()).isLessThanOrEqualTo(500));
    }

    @Test
    void sendersAreAnsweredAfterTheCommitAndBeforeAnyHandMoves() {
        busy();
        engine.tell(note(1), offset -> order.add("answered " + offset));
        decided(2);
        assertThat(order).containsExactly("commit", "publish", "act", "commit", "publish", "answered 2", "act");
    }

    @Test
    void nobodyIsAnsweredWhileTheCommitIsUnderWay() throws Exception {
        var durable = new CompletableFuture<Long>();
        engine.start();
        engine.tell(note(1), durable::complete);
        Await.until("the loop took it up", () -> engine.queued() == 0);
        assertThat(durable).isNotDone();
        go.countDown();
        assertThat(durable.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void itTellsHowLongTheOldestEventHadToWait() {
        busy();
        engine.tell(note(1), _ -> {});
        engine.tell(order(1), _ -> {});
        long before = System.nanoTime();
        Await.until("50 ms passed", () -> System.nanoTime() - before > 50_000_000);
        var longest = new AtomicInteger();
        go.countDown();
        Await.until("it was told", () -> longest.accumulateAndGet((int) engine.waited().toMillis(), Math::max) >= 50);
    }

    @Test
    void stoppingDecidesWhatIsQueuedFirst() throws InterruptedException {
        busy();
        for (int i = 0; i < 1200; i++) {
            engine.tell(note(i), _ -> {});
        }
        go.countDown();
        engine.stop(Duration.ofSeconds(30));
        assertThat(all()).hasSize(1201);
    }
}
