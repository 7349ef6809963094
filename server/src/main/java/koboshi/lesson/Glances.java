package koboshi.lesson;

import java.time.Duration;
import java.util.Set;
import koboshi.journey.Quorum;
import koboshi.lesson.Claim.Place;
import koboshi.lesson.Claim.View;
import koboshi.lesson.Timeline.Glance;
import koboshi.loop.Loop;

/** How journeys and vantages are seen while a lesson is played: it is written down nowhere, and yet something is expected of it. */
final class Glances {
    private Glances() {}

    static void take(Timeline timeline, Duration now, Loop loop, Set<String> vantages) {
        loop.state().journeys().forEach(journey -> timeline.sees(now, journey(journey.name()), view(loop, journey.name())));
        if (!vantages.isEmpty()) {
            vantages.forEach(vantage -> timeline.sees(now, vantage(vantage), place(loop, vantage, loop.seen().vantageLinked(vantage))));
            timeline.sees(now, vantage(Quorum.HERE), place(loop, Quorum.HERE, true));
        }
    }

    /** The name under which a journey is seen. */
    static String journey(String name) {
        return "journey " + name;
    }

    static String vantage(String name) {
        return "vantage " + name;
    }

    private static Glance view(Loop loop, String journey) {
        var unknown = loop.seen().ignorance(journey);
        if (unknown.isPresent()) {
            return new Glance(View.UNKNOWN, unknown.get());
        }
        var pulse = loop.seen().pulse(journey);
        var why = pulse.firstFailed().flatMap(run -> run.stumble()).map(Object::toString).orElse("");
        return new Glance(pulse.fallen() ? View.FALLEN : pulse.suspected() ? View.SUSPECTED : View.CLEAN, why);
    }

    private static Glance place(Loop loop, String vantage, boolean linked) {
        var doubt = loop.seen().doubtedVantages().get(vantage);
        if (doubt != null) {
            return new Glance(Place.LEFT_OUT, doubt.toString());
        }
        return new Glance(linked ? Place.COUNTS : Place.LOST, linked ? "" : "its prober is not linked");
    }
}
