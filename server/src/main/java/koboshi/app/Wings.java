package koboshi.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import koboshi.http.Premises;
import koboshi.ruler.Ruler;
import koboshi.scrape.Targets;
import koboshi.watch.RecentRuns;

/** Parts of the house that are only looked at through its doors. */
record Wings(Ruler ruler, Targets targets, Forwarding forwarding, Supplier<Premises> premises, RecentRuns runs) {
    Map<String, Double> figures() {
        var figures = new LinkedHashMap<>(ruler.figures());
        figures.putAll(forwarding.figures());
        figures.putAll(targets.figures());
        return figures;
    }
}
