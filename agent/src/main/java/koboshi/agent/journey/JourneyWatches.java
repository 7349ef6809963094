package koboshi.agent.journey;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;

/** A watch to each journey that is run from one vantage. */
public final class JourneyWatches implements AutoCloseable {
    private final Rehearsing rehearsing;
    private final Supplier<Optional<String>> control;
    private final Telling telling;
    private final InstantSource clock;
    private final Map<String, JourneyWatch> watches = new HashMap<>();
    private Map<String, Journey> watched = Map.of();

    /**
     * @param control why our own side is in no state to judge, if so; asked beside each burst
     * @param telling must not wait
     * @param clock by which runs are dated
     */
    public JourneyWatches(Rehearsing rehearsing, Supplier<Optional<String>> control, Consumer<Event> telling, InstantSource clock) {
        this((_, event) -> telling.accept(event), rehearsing, control, clock);
    }

    private JourneyWatches(Telling telling, Rehearsing rehearsing, Supplier<Optional<String>> control, InstantSource clock) {
        this.rehearsing = rehearsing;
        this.control = control;
        this.telling = telling;
        this.clock = clock;
    }

    /** Takes what is seen, with the very definition it was run by: a run that is under way may end when its journey is another already. */
    public interface Telling {
        void tell(Journey by, Event event);
    }

    /** The same, told by which definition each was run. */
    public static JourneyWatches of(Rehearsing rehearsing, Supplier<Optional<String>> control, Telling telling, InstantSource clock) {
        return new JourneyWatches(telling, rehearsing, control, clock);
    }

    /** What is unchanged goes on undisturbed. */
    public synchronized void follow(Map<String, Journey> journeys) {
        watches.entrySet().removeIf(each -> {
            boolean gone = !watched.get(each.getKey()).equals(journeys.get(each.getKey()));
            if (gone) {
                each.getValue().stop();
            }
            return gone;
        });
        watched = Map.copyOf(journeys);
        watched.forEach((name, journey) -> watches.computeIfAbsent(name, _ -> started(journey)));
        acquaint();
    }

    /** Watches of one journey at the servers of one pool, each beside those that come after it: in a large pool not everybody looks at the same few. */
    private void acquaint() {
        var same = watched.values().stream().filter(Journey::ofBackend).sorted(Comparator.comparing(Journey::name)).collect(Collectors.groupingBy(JourneyWatches::ofPool));
        same.values().forEach(group -> IntStream.range(0, group.size()).forEach(place -> watches.get(group.get(place).name()).beside(after(place, group))));
    }

    private List<JourneyWatch> after(int place, List<Journey> group) {
        return IntStream.rangeClosed(1, Math.min(group.size() - 1, JourneyWatch.MOST_BESIDE))
                .mapToObj(step -> watches.get(group.get((place + step) % group.size()).name()))
                .toList();
    }

    /** {@code ask@web/s1} is {@code ask}, rehearsed at a server of {@code web}. */
    private static List<String> ofPool(Journey journey) {
        return List.of(journey.name().replaceFirst("@.*", ""), journey.service().name().replaceFirst("/.*", ""));
    }

    /** Something else than its journeys says that all may not be well with a service or server: they are run at once. */
    public synchronized void suspect(ResourceId on) {
        watched.values().stream().filter(journey -> journey.service().equals(on)).forEach(journey -> watches.get(journey.name()).suspect());
    }

    private JourneyWatch started(Journey journey) {
        var watch = new JourneyWatch(journey, rehearsing, control, event -> telling.tell(journey, event), clock);
        watch.start();
        return watch;
    }

    @Override
    public synchronized void close() {
        watches.values().forEach(JourneyWatch::stop);
    }
}
