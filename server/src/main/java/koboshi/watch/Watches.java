package koboshi.watch;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import koboshi.journey.Journey;
import koboshi.loop.Plan;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.series.Source;

/** Everything that looks: a watch to each journey, a question to the series for each guard that asks for one. */
public final class Watches implements AutoCloseable {
    private final Rehearsing rehearsing;
    private final Supplier<Optional<String>> control;
    private final Questions questions;
    private final Telling telling;
    private final Clock clock;
    private final Map<String, JourneyWatch> journeys = new HashMap<>();
    private final Map<String, Journey> watched = new HashMap<>();

    /** @param risen since when a service's process has been up and warm, where that is known */
    public Watches(
            Rehearsing rehearsing, Supplier<Optional<String>> control, Source source, Function<ResourceId, Optional<Instant>> risen, Telling telling, Clock clock) {
        this.rehearsing = rehearsing;
        this.control = control;
        this.questions = new Questions(source, risen, telling, clock);
        this.telling = telling;
        this.clock = clock;
    }

    /** Follows the plan: what is unchanged goes on undisturbed. */
    public synchronized void follow(Plan plan) {
        journeys.entrySet().removeIf(each -> {
            boolean gone = !watched.get(each.getKey()).equals(plan.journeys().get(each.getKey()));
            if (gone) {
                each.getValue().stop();
            }
            return gone;
        });
        watched.clear();
        watched.putAll(plan.journeys());
        plan.journeys().forEach((name, journey) -> journeys.computeIfAbsent(name, _ -> started(journey)));
        plan.pools().values().forEach(this::acquaint);
        questions.follow(plan);
    }

    /** Watches of one journey at the servers of one pool. */
    private void acquaint(Pool pool) {
        var same = watched.values().stream().filter(journey -> pool.has(journey.service())).collect(Collectors.groupingBy(Watches::rehearsed));
        same.values().forEach(group -> group.forEach(one ->
                journeys.get(one.name()).beside(group.stream().filter(other -> !other.equals(one)).map(other -> journeys.get(other.name())).toList())));
    }

    /** {@code ask@web/s1} is {@code ask}, rehearsed at a server. */
    private static String rehearsed(Journey journey) {
        return journey.name().replaceFirst("@.*", "");
    }

    /** Something else than its journeys says that all may not be well with a server: they are run at once. */
    public synchronized void suspect(ResourceId backend) {
        watched.values().stream().filter(journey -> journey.service().equals(backend)).forEach(journey -> journeys.get(journey.name()).suspect());
    }

    private JourneyWatch started(Journey journey) {
        var watch = new JourneyWatch(journey, rehearsing, control, telling, clock);
        watch.start();
        return watch;
    }

    @Override
    public synchronized void close() {
        questions.stop();
        journeys.values().forEach(JourneyWatch::stop);
    }
}
