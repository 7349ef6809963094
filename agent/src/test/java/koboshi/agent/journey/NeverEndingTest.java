package koboshi.agent.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import koboshi.agent.Await;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

/** What is run from a vantage may never end: a service that listens and says nothing, or goes on saying it. */
class NeverEndingTest {
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final List<Event> told = new CopyOnWriteArrayList<>();

    private static Journey journey(String name, String url) {
        return new Journey(name, ResourceId.service(name), Duration.ofMillis(100), TIMEOUT, Optional.empty(), List.of(Steps.get(url, Step.Expectation.SUCCESS)));
    }

    private Stream<Run> runs(String journey) {
        return told.stream().filter(event -> event instanceof Event.JourneyRan ran && ran.journey().equals(journey)).flatMap(event -> ((Event.JourneyRan) event).runs().stream());
    }

    private static OneService.Manner trickling() {
        return (_, socket) -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                socket.getOutputStream().write("1\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
                LockSupport.parkNanos(20_000_000);
            }
        };
    }

    @Test
    void endsAtItsTimeoutFailsAndHoldsUpNoOtherJourney() throws IOException {
        try (var silent = new OneService(OneService.silent());
                var trickling = new OneService(trickling());
                var well = new OneService(OneService.answering("HTTP/1.1 200 OK", "", "well"));
                var watches = new JourneyWatches(Rehearsal::run, Optional::empty, told::add, InstantSource.system())) {
            watches.follow(Map.of("silent", journey("silent", silent.url()), "trickling", journey("trickling", trickling.url()), "well", journey("well", well.url())));
            Await.until("a burst of each was told", () -> runs("silent").count() > Journey.BURST && runs("trickling").count() > Journey.BURST);
            assertThat(Stream.concat(runs("silent"), runs("trickling"))).noneMatch(Run::clean).allMatch(run -> run.took().compareTo(TIMEOUT.plusSeconds(5)) < 0);
            Await.until("the other goes on meanwhile", () -> runs("well").filter(Run::clean).count() > 3);
        }
    }
}
