package koboshi.watch;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import koboshi.action.Duty;
import koboshi.guard.Guard;
import koboshi.journey.Journey;
import koboshi.loop.Plan;
import koboshi.series.Source;

/** Everything that looks: a watch to each journey, a question a second to the series of each guard that asks for one. */
public final class Watches implements AutoCloseable {
    private static final long ASK_EVERY_MILLIS = 1000;

    private final Rehearsing rehearsing;
    private final Supplier<Optional<String>> control;
    private final SeriesWatch series;
    private final Telling telling;
    private final Clock clock;
    private final Map<String, JourneyWatch> journeys = new HashMap<>();
    private final Map<String, Journey> watched = new HashMap<>();
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("asking").factory());
    private volatile List<Guard> guards = List.of();

    public Watches(Rehearsing rehearsing, Supplier<Optional<String>> control, Source source, Telling telling, Clock clock) {
        this.rehearsing = rehearsing;
        this.control = control;
        this.series = new SeriesWatch(source);
        this.telling = telling;
        this.clock = clock;
        asking.scheduleWithFixedDelay(this::ask, ASK_EVERY_MILLIS, ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
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
        guards = plan.duties().values().stream().map(Duty::guard).filter(SeriesWatch::asks).toList();
    }

    private JourneyWatch started(Journey journey) {
        var watch = new JourneyWatch(journey, rehearsing, control, telling, clock);
        watch.start();
        return watch;
    }

    private void ask() {
        guards.forEach(guard -> telling.tell(series.ask(guard, clock.instant())));
    }

    @Override
    public synchronized void close() {
        asking.shutdownNow();
        journeys.values().forEach(JourneyWatch::stop);
    }
}
