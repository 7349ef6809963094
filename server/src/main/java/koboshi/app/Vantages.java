package koboshi.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.act.Probers;
import koboshi.http.ViewedService;
import koboshi.http.ViewedService.Sees;
import koboshi.http.ViewedVantage;
import koboshi.journey.Journey;
import koboshi.journey.Pulse;
import koboshi.journey.Quorum;
import koboshi.journey.Sight;
import koboshi.loop.Loop;
import koboshi.signal.Run;

/** What everybody sees of the places journeys are run from, made on the loop's thread. */
final class Vantages {
    private final Loop loop;

    Vantages(Loop loop) {
        this.loop = loop;
    }

    List<ViewedVantage> view(Probers probers) {
        var linked = probers.linked();
        var here = loop.seen().doubtedVantages().containsKey(Quorum.HERE) ? Stream.of(Quorum.HERE) : Stream.<String>empty();
        return Stream.concat(here, probers.vantages().stream().sorted()).map(name -> view(name, Optional.ofNullable(linked.get(name)))).toList();
    }

    private ViewedVantage view(String name, Optional<Instant> linked) {
        var seen = loop.seen();
        var lost = seen.vantageLostSince(name).filter(_ -> linked.isEmpty());
        var leftOut = seen.vantageDoubtedSince(name).map(since -> new ViewedVantage.LeftOut(seen.doubtedVantages().get(name), since));
        return new ViewedVantage(name, linked, lost, leftOut, journeys(name));
    }

    private int journeys(String vantage) {
        return (int) loop.state().journeys().stream().filter(journey -> journey.isRunFrom(vantage)).count();
    }

    /** What makes one verdict of several vantages; empty where it is run from here alone. */
    Optional<ViewedService.Together> together(Journey journey) {
        var unknown = loop.seen().ignorance(journey.name());
        var verdict = unknown.isPresent() ? Sees.SILENT : sees(loop.seen().pulse(journey.name()));
        return journey.quorum().map(quorum -> new ViewedService.Together(verdict, quorum.needed(), unknown, of(journey.name())));
    }

    private List<ViewedService.Sight> of(String journey) {
        var sights = new ArrayList<ViewedService.Sight>();
        loop.seen().sights(journey).forEach((vantage, sight) -> sights.add(switch (sight) {
            case Sight.Said(var pulse) -> said(vantage, pulse);
            case Sight.Silent(var why) -> ViewedService.Sight.without(vantage, Sees.SILENT, why);
            case Sight.LeftOut(var why) -> ViewedService.Sight.without(vantage, Sees.LEFT_OUT, why);
        }));
        return sights;
    }

    private static ViewedService.Sight said(String vantage, Pulse pulse) {
        return new ViewedService.Sight(vantage, sees(pulse), why(pulse), pulse.last().map(Run::took), pulse.last().map(Run::began), pulse.failedInARow());
    }

    private static Sees sees(Pulse pulse) {
        return pulse.fallen() ? Sees.FALLEN : pulse.suspected() ? Sees.SUSPECTED : Sees.CLEAN;
    }

    private static String why(Pulse pulse) {
        return pulse.firstFailed().flatMap(run -> run.stumble()).map(Object::toString).orElse("");
    }
}
