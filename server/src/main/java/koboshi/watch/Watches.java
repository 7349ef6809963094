package koboshi.watch;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import koboshi.agent.journey.JourneyWatches;
import koboshi.agent.journey.Rehearsing;
import koboshi.journey.Journey;
import koboshi.journey.Quorum;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import koboshi.series.Source;

/** Everything that looks from here: a watch to each journey, a question to the series for each guard that asks for one. */
public final class Watches implements AutoCloseable {
    private final JourneyWatches journeys;
    private final Questions questions;

    /** @param risen since when a service's process has been up and warm, where that is known */
    public Watches(
            Rehearsing rehearsing, Supplier<Optional<String>> control, Source source, Function<ResourceId, Optional<Instant>> risen, Telling telling, Clock clock) {
        this.journeys = new JourneyWatches(rehearsing, control, telling::tell, clock);
        this.questions = new Questions(source, risen, telling, clock);
    }

    /** Follows the plan: what is unchanged goes on undisturbed. */
    public synchronized void follow(Plan plan) {
        journeys.follow(from(Quorum.HERE, plan.journeys()));
        questions.follow(plan);
    }

    /** Those that are run from the vantage. */
    public static Map<String, Journey> from(String vantage, Map<String, Journey> journeys) {
        return journeys.entrySet().stream()
                .filter(each -> each.getValue().isRunFrom(vantage))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Something else than its journeys says that all may not be well with a server: they are run at once. */
    public void suspect(ResourceId backend) {
        journeys.suspect(backend);
    }

    @Override
    public synchronized void close() {
        questions.stop();
        journeys.close();
    }
}
