package koboshi.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.journey.Journey;
import koboshi.journey.Quorum;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.Plan;
import koboshi.loop.Seen;
import koboshi.loop.State;
import koboshi.resource.ResourceId;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

/** A prober whose wall clock stands in another century, and leaps, all the way to the verdict. */
class WrongClockTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(20);
    private static final Journey ASK = new Journey("ask", ResourceId.service("shop"), Duration.ofSeconds(1), Duration.ofSeconds(1), Optional.empty(), List.of())
            .seenBy(new Quorum(List.of("tokyo"), 1));

    private final List<Event> heard = new ArrayList<>();
    private final Loop loop = new Loop(new State(), new Seen(NOW));
    private final Probers probers = new Probers(1, Clock.fixed(NOW, ZoneOffset.UTC), () -> 0, new Probers.Ears(heard::add, heard::add, heard::add));
    private final Probers.Link tokyo;
    private long seq;

    WrongClockTest() {
        loop.step(new Event.Planned(new Plan(Map.of(), Map.of("ask", ASK), Map.of())), NOW);
        probers.follow(Map.of("ask", ASK), Set.of("tokyo"));
        tokyo = probers.open("tokyo", new Agents.Wire() {
            @Override
            public void send(String frame) {}

            @Override
            public void close(String why) {
                throw new AssertionError(why);
            }
        });
        tokyo.said(Json.write(new Frame.Hello(Frame.PROTOCOL, "tokyo", "b1")));
    }

    /** So many runs that ended just now, whatever year the prober thinks it is. */
    private void runs(int many, boolean clean, String year) {
        var began = Instant.parse(year + "-06-01T00:00:00Z");
        var run = clean ? Run.clean(began, TOOK) : Run.failed(began, TOOK, "see", "found 500");
        var told = new Frame.Told(++seq, "ask", Collections.nCopies(many, new Frame.Aged(TOOK, run)), Optional.empty());
        tokyo.said(Json.write(new Frame.Rehearsed(Duration.ofSeconds(seq), List.of(told))));
        heard.forEach(event -> loop.step(event, NOW));
        heard.clear();
    }

    @Test
    void changesNoVerdict() {
        runs(1, true, "1970");
        runs(1, false, "2099");
        assertThat(loop.seen().pulse("ask").suspected()).isTrue();
        runs(Journey.BURST, false, "1999");
        assertThat(loop.seen().pulse("ask").fallen()).isTrue();
        assertThat(loop.seen().pulse("ask").firstFailed().orElseThrow().began()).isEqualTo(NOW.minus(TOOK));
        runs(1, true, "1969");
        assertThat(loop.seen().pulse("ask").suspected()).isFalse();
        assertThat(loop.seen().pulse("ask").cleanSince(NOW.minusSeconds(1))).as("fresh, though it says it ran long ago").isTrue();
    }
}
