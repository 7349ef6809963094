package koboshi.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.signal.Run;

/**
 * What a prober saw, until the server has it.
 *
 * <p>What is fresh goes out at once; what waited for a link goes after it, a frame at a time, so that a long absence does not make the news late. Ages are counted
 * by a clock that is only ever asked how much time passed, and told as of the moment a frame is written out.
 */
final class RunSpool {
    /** Beyond it the oldest go: hours of one journey, minutes of many. */
    static final int KEPT = 20_000;
    /** Characters, of which a few may take three bytes. */
    private static final int CHARS = Frame.MAX_BYTES / 6;
    /** Ages, numbers and punctuation. */
    private static final int OVERHEAD = 200;
    private static final int LONGEST_TEXT = 500;
    private static final int STEPS_OF_ALL = CHARS / 2;
    private static final int LONGEST_NAME = 100;

    private final InstantSource steady;
    private final Deque<Seen> waiting = new ArrayDeque<>();
    /** By the number a frame will be acknowledged by. */
    private final Map<Long, List<Seen>> sent = new LinkedHashMap<>();
    private Optional<Consumer<Supplier<Frame>>> link = Optional.empty();
    private Optional<Long> trickling = Optional.empty();
    private Map<String, Definition> definitions = Map.of();
    private long seq;

    RunSpool(InstantSource steady) {
        this.steady = steady;
    }

    /**
     * A journey as it is run now.
     *
     * @param mark by which the server knows it
     */
    record Definition(Journey journey, Optional<String> mark) {}

    /** A run or burst, or why it says nothing; the runs' beginnings are by our own clock. */
    private record Seen(long seq, String journey, List<Run> runs, Optional<String> doubt, Optional<String> mark) {
        Frame.Told told(Instant now) {
            return new Frame.Told(seq, journey, runs.stream().map(run -> new Frame.Aged(Duration.between(run.began(), now), run)).toList(), doubt, mark);
        }

        int chars() {
            return OVERHEAD + Json.mapper().writeValueAsString(runs).length() + runs.size() * OVERHEAD + journey.length() + doubt.map(String::length).orElse(0);
        }
    }

    /** From now on these are run; what is told of others, which may still be under way, is passed over. */
    synchronized void follow(Map<String, Definition> all) {
        definitions = Map.copyOf(all);
    }

    /** @param by the journey as it was when it was run */
    synchronized void tell(Journey by, Event event) {
        var now = definitions.get(by.name());
        if (now != null && now.journey().equals(by)) {
            keep(now, event);
        }
    }

    private void keep(Definition by, Event event) {
        switch (event) {
            case Event.JourneyRan ran -> keep(by, link.isPresent() ? withSteps(ran.runs()) : withoutSteps(ran.runs()), Optional.empty());
            case Event.JourneyDoubted doubted -> keep(by, List.of(), Optional.of(shortened(doubted.why())));
            default -> throw new IllegalArgumentException("a prober sees runs of journeys only, not " + event);
        }
    }

    private void keep(Definition by, List<Run> runs, Optional<String> doubt) {
        var seen = new Seen(++seq, by.journey().name(), runs, doubt, by.mark());
        if (link.isPresent()) {
            say(List.of(seen));
        } else {
            waiting.addLast(seen);
        }
        forgetTheOldest();
    }

    private void forgetTheOldest() {
        while (waiting.size() > KEPT) {
            waiting.removeFirst();
        }
        // Of one that is linked and never acknowledges.
        while (sent.size() > KEPT) {
            sent.remove(sent.keySet().iterator().next());
        }
    }

    /** What waits for a link is long and many, and nobody looks at the steps of so long ago. */
    private static List<Run> withoutSteps(List<Run> runs) {
        return runs.stream().map(run -> bounded(run, List.of())).toList();
    }

    /** Of as many as fit: all steps of a burst of a long journey would not go into a frame. */
    private static List<Run> withSteps(List<Run> runs) {
        var bounded = new ArrayList<Run>();
        int left = STEPS_OF_ALL;
        for (var run : runs) {
            var steps = run.steps().stream().map(taken -> new Run.Taken(shortened(taken.step(), LONGEST_NAME), taken.took(), taken.outcome())).toList();
            int chars = steps.stream().mapToInt(taken -> taken.step().length() + OVERHEAD / 2).sum();
            bounded.add(bounded(run, chars <= left ? steps : List.of()));
            left -= chars <= left ? chars : 0;
        }
        return bounded;
    }

    private static Run bounded(Run run, List<Run.Taken> steps) {
        return new Run(run.began(), run.took(), run.stumble().map(stumble -> new Run.Stumble(shortened(stumble.step()), shortened(stumble.why()))), steps, List.of());
    }

    private static String shortened(String text) {
        return shortened(text, LONGEST_TEXT);
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }

    /** @param out takes a frame that is made when it is written */
    synchronized void linked(Consumer<Supplier<Frame>> out) {
        link = Optional.of(out);
        trickling = Optional.empty();
        trickle();
    }

    /** What was said and not acknowledged may never have arrived. */
    synchronized void lost() {
        link = Optional.empty();
        trickling = Optional.empty();
        var unheard = sent.values().stream().flatMap(List::stream).toList();
        sent.clear();
        unheard.reversed().forEach(seen -> waiting.addFirst(new Seen(seen.seq(), seen.journey(), withoutSteps(seen.runs()), seen.doubt(), seen.mark())));
        forgetTheOldest();
    }

    synchronized void acknowledged(long last) {
        sent.remove(last);
        if (trickling.filter(mine -> mine == last).isPresent()) {
            trickling = Optional.empty();
        }
        trickle();
    }

    private void trickle() {
        if (link.isEmpty() || trickling.isPresent() || waiting.isEmpty()) {
            return;
        }
        var next = new ArrayList<Seen>();
        int chars = 0;
        while (!waiting.isEmpty() && (next.isEmpty() || chars + waiting.peekFirst().chars() <= CHARS)) {
            chars += waiting.peekFirst().chars();
            next.add(waiting.removeFirst());
        }
        trickling = Optional.of(next.getLast().seq());
        say(next);
    }

    private void say(List<Seen> seen) {
        sent.put(seen.getLast().seq(), seen);
        link.orElseThrow().accept(() -> {
            var now = steady.instant();
            return new Frame.Rehearsed(Duration.between(Instant.EPOCH, now), seen.stream().map(each -> each.told(now)).toList());
        });
    }

    synchronized int kept() {
        return waiting.size() + sent.values().stream().mapToInt(List::size).sum();
    }
}
