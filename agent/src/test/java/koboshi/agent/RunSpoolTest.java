package koboshi.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

class RunSpoolTest {
    private static final Duration TOOK = Duration.ofMillis(20);
    private static final Journey ASK = new Journey("ask", ResourceId.service("shop"), Duration.ofSeconds(1), Duration.ofSeconds(1), Optional.empty(), List.of());

    private long nanos = 5_000_000_000_000L;
    private final SteadyClock clock = new SteadyClock(() -> nanos);
    private final RunSpool spool = new RunSpool(clock);
    private final List<Supplier<Frame>> out = new ArrayList<>();

    RunSpoolTest() {
        spool.follow(Map.of("ask", new RunSpool.Definition(ASK, Optional.of("9f01"))));
    }

    private void tell(Event event) {
        spool.tell(ASK, event);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void runs() {
        tell(new Event.JourneyRan("ask", List.of(Run.clean(clock.instant().minus(TOOK), TOOK))));
    }

    /** As they are written now. */
    private List<Frame.Rehearsed> written() {
        return out.stream().map(frame -> (Frame.Rehearsed) frame.get()).toList();
    }

    private List<Long> numbers(Frame.Rehearsed frame) {
        return frame.told().stream().map(Frame.Told::seq).toList();
    }

    @Test
    void whatIsSeenWhileLinkedGoesOutAtOnce() {
        spool.linked(out::add);
        runs();
        runs();
        assertThat(written()).extracting(this::numbers).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void aRunOfADefinitionThatIsNoMoreIsPassedOverAndEachBearsItsMark() {
        spool.linked(out::add);
        runs();
        spool.follow(Map.of("ask", new RunSpool.Definition(ASK.limitedTo(TOOK), Optional.of("77aa"))));
        runs();
        spool.tell(ASK.limitedTo(TOOK), new Event.JourneyDoubted("ask", "its host starves"));
        assertThat(written().stream().flatMap(frame -> frame.told().stream())).extracting(Frame.Told::mark).containsExactly(Optional.of("9f01"), Optional.of("77aa"));
    }

    @Test
    void theStepsOfARunGoWithItAndThoseOfALargeBurstAsFarAsTheyFit() {
        spool.linked(out::add);
        var steps = Collections.nCopies(40, new Run.Taken("聞く".repeat(200), TOOK, Run.Outcome.DONE));
        var run = new Run(clock.instant(), TOOK, Optional.empty(), steps.subList(0, 3), List.of());
        tell(new Event.JourneyRan("ask", List.of(run)));
        tell(new Event.JourneyRan("ask", Collections.nCopies(Journey.BURST_OF_A_BACKEND, new Run(clock.instant(), TOOK, Optional.of(new Run.Stumble("聞く", "答".repeat(2_000))), steps.subList(0, 20), List.of()))));
        var frames = written();
        assertThat(frames.getFirst().told().getFirst().runs().getFirst().run().steps()).hasSize(3);
        var burst = frames.getLast().told().getFirst().runs();
        assertThat(burst).hasSize(Journey.BURST_OF_A_BACKEND);
        assertThat(burst).extracting(aged -> aged.run().steps().size()).contains(20, 0);
        frames.forEach(Json::write);
    }

    @Test
    void whatWaitsForALinkWaitsWithoutItsSteps() {
        tell(new Event.JourneyRan("ask", List.of(new Run(clock.instant(), TOOK, Optional.empty(), List.of(new Run.Taken("ask", TOOK, Run.Outcome.DONE)), List.of()))));
        spool.linked(out::add);
        assertThat(written().getFirst().told().getFirst().runs().getFirst().run().steps()).isEmpty();
    }

    @Test
    void whatWaitedForALinkIsToldWithItsAgeAtTheMomentItIsWritten() {
        runs();
        pass(Duration.ofMinutes(3));
        spool.linked(out::add);
        pass(Duration.ofSeconds(2));
        assertThat(written().getFirst().told().getFirst().runs()).extracting(Frame.Aged::age).containsExactly(Duration.ofSeconds(182).plus(TOOK));
    }

    @Test
    void theWallClockOfAProberIsNobodysBusiness() {
        pass(Duration.ofSeconds(9));
        assertThat(clock.instant()).as("counts from a beginning of its own").isEqualTo(Instant.EPOCH.plusSeconds(9));
        spool.linked(out::add);
        runs();
        assertThat(written().getFirst().sent()).isEqualTo(Duration.ofSeconds(9));
        assertThat(written().getFirst().told().getFirst().runs().getFirst().age()).isEqualTo(TOOK);
    }

    @Test
    void whatIsNewDoesNotWaitBehindWhatIsOld() {
        for (int i = 0; i < 500; i++) {
            runs();
        }
        spool.linked(out::add);
        runs();
        assertThat(written()).hasSize(2);
        assertThat(numbers(written().getFirst())).startsWith(1L, 2L, 3L).hasSizeLessThan(500);
        assertThat(numbers(written().getLast())).containsExactly(501L);
    }

    @Test
    void whatIsOldTricklesFrameByFrameAndEachFits() {
        for (int i = 0; i < 300; i++) {
            tell(new Event.JourneyRan("ask", Collections.nCopies(Journey.BURST_OF_A_BACKEND, Run.failed(clock.instant(), TOOK, "聞く", "答".repeat(2_000)))));
        }
        spool.linked(out::add);
        var arrived = new ArrayList<Long>();
        while (arrived.size() < 300) {
            assertThat(out).as("one at a time").hasSize(1);
            var frame = written().getFirst();
            Json.write(frame);
            out.clear();
            arrived.addAll(numbers(frame));
            spool.acknowledged(arrived.getLast());
        }
        assertThat(arrived).isSorted();
        assertThat(spool.kept()).isZero();
    }

    @Test
    void whatWasNotAcknowledgedIsSaidAgainOnTheNextLink() {
        spool.linked(out::add);
        Stream.of(1, 2, 3).forEach(_ -> runs());
        spool.acknowledged(2);
        spool.lost();
        runs();
        out.clear();
        spool.linked(out::add);
        assertThat(written()).extracting(this::numbers).containsExactly(List.of(1L, 3L, 4L));
    }

    @Test
    void aDayWithoutALinkKeepsTheLatestAndNoMore() {
        for (int i = 0; i < RunSpool.KEPT + 100; i++) {
            runs();
        }
        spool.linked(out::add);
        assertThat(numbers(written().getFirst()).getFirst()).isEqualTo(101L);
        assertThat(spool.kept()).isEqualTo(RunSpool.KEPT);
    }

    @Test
    void aDoubtIsToldWithoutRuns() {
        spool.linked(out::add);
        tell(new Event.JourneyDoubted("ask", "its host starves"));
        assertThat(written().getFirst().told()).extracting(told -> told.doubt().orElseThrow()).containsExactly("its host starves");
    }

    @Test
    void theOwnDoorAnswersUntilItIsClosed() throws Exception {
        var door = new OwnDoor();
        // On a host that really starves it says so, as it should.
        Await.until("the door answers", () -> door.control().isEmpty());
        door.close();
        // The one who waits behind it may still let one guest in.
        Await.until("nobody answers any more", () -> door.control().filter(why -> why.contains("the prober's own door")).isPresent());
    }
}
