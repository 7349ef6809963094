package koboshi.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.act.Probers;
import koboshi.http.ViewedService;
import koboshi.http.ViewedService.Sees;
import koboshi.http.ViewedVantage;
import koboshi.journey.Pulse;
import koboshi.journey.Quorum;
import koboshi.journey.Sight;
import koboshi.loop.Loop;

/** What everybody sees of the places journeys are run from, made on the loop's thread. */
final class Vantages {
    private final Loop loop;

    Vantages(Loop loop) {
        this.loop = loop;
    }

    List<ViewedVantage> view(Probers probers) {
        var linked = probers.linked();
        var doubts = loop.seen().doubtedVantages();
        var here = doubts.containsKey(Quorum.HERE) ? Stream.of(Quorum.HERE) : Stream.<String>empty();
        return Stream.concat(here, probers.vantages().stream().sorted())
                .map(name -> new ViewedVantage(name, Optional.ofNullable(linked.get(name)), Optional.ofNullable(doubts.get(name)), journeys(name)))
                .toList();
    }

    private int journeys(String vantage) {
        return (int) loop.state().journeys().stream().filter(journey -> journey.isRunFrom(vantage)).count();
    }

    List<ViewedService.Sight> of(String journey) {
        var sights = new ArrayList<ViewedService.Sight>();
        loop.seen().sights(journey).forEach((vantage, sight) -> sights.add(switch (sight) {
            case Sight.Said(var pulse) -> new ViewedService.Sight(vantage, pulse.suspected() ? Sees.FAILS : Sees.CLEAN, why(pulse));
            case Sight.Silent(var why) -> new ViewedService.Sight(vantage, Sees.SILENT, why);
            case Sight.LeftOut(var why) -> new ViewedService.Sight(vantage, Sees.DOUBTED, why);
        }));
        return sights;
    }

    private static String why(Pulse pulse) {
        return pulse.firstFailed().flatMap(run -> run.stumble()).map(Object::toString).orElse("");
    }
}
