package koboshi.lesson;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.loop.State;
import koboshi.signal.Run;

/** Runs of a journey as its watch tells them: at the moment they ended. */
final class Runs {
    private static final Duration CLEAN = Duration.ofMillis(20);

    private Runs() {}

    static Event.JourneyRan event(Deed.Ran ran, State state, Instant ended) {
        var timeout = state.journeys().stream().filter(journey -> journey.name().equals(ran.journey())).map(Journey::timeout).findFirst().orElse(CLEAN);
        var runs = new ArrayList<Run>();
        for (int i = 0; i < ran.runs(); i++) {
            runs.add(i < ran.failed() ? failed(ran, ran.took().orElse(timeout), ended) : clean(ran.took().orElse(CLEAN), ended));
        }
        return new Event.JourneyRan(ran.journey(), ran.vantage(), runs);
    }

    private static Run clean(Duration took, Instant ended) {
        return Run.clean(ended.minus(took), took);
    }

    /** {@code hear: no answer} is the step and what came instead. */
    private static Run failed(Deed.Ran ran, Duration took, Instant ended) {
        int colon = ran.why().indexOf(": ");
        var step = colon < 0 ? "run" : ran.why().substring(0, colon);
        return Run.failed(ended.minus(took), took, step, ran.why().substring(colon < 0 ? 0 : colon + 2));
    }
}
