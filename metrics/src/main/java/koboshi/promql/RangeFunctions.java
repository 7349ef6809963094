package koboshi.promql;

import java.util.HashMap;
import java.util.Map;

/** All functions over ranges by name. */
final class RangeFunctions {
    private static final Map<String, RangeFunction> ALL = all();

    private RangeFunctions() {}

    static boolean has(String name) {
        return ALL.containsKey(name);
    }

    static RangeFunction named(String name) {
        return ALL.get(name);
    }

    private static Map<String, RangeFunction> all() {
        var all = new HashMap<String, RangeFunction>();
        all.put("rate", (window, frame) -> Rates.extrapolated(window, frame, true, true));
        all.put("increase", (window, frame) -> Rates.extrapolated(window, frame, true, false));
        all.put("delta", (window, frame) -> Rates.extrapolated(window, frame, false, false));
        all.put("irate", (window, frame) -> LastTwo.difference(window, frame, true));
        all.put("idelta", (window, frame) -> LastTwo.difference(window, frame, false));
        all.put("deriv", Regression::derivative);
        all.put("predict_linear", Regression::prediction);
        all.put("double_exponential_smoothing", Regression::smoothed);
        all.put("holt_winters", Regression::smoothed);
        all.put("sum_over_time", OverTime::sum);
        all.put("avg_over_time", OverTime::average);
        all.put("min_over_time", (window, frame) -> OverTime.extreme(window, frame, false));
        all.put("max_over_time", (window, frame) -> OverTime.extreme(window, frame, true));
        all.put("ts_of_min_over_time", (window, frame) -> OverTime.momentOfExtreme(window, frame, false));
        all.put("ts_of_max_over_time", (window, frame) -> OverTime.momentOfExtreme(window, frame, true));
        all.put("count_over_time", (window, frame) -> frame.put(window.floats() + window.histograms()));
        all.put("present_over_time", (_, frame) -> frame.put(1));
        all.put("last_over_time", OverTime::last);
        all.put("first_over_time", OverTime::first);
        all.put("ts_of_last_over_time", OverTime::momentOfLast);
        all.put("ts_of_first_over_time", OverTime::momentOfFirst);
        all.put("quantile_over_time", OverTime::quantile);
        all.put("mad_over_time", OverTime::deviationFromMedian);
        all.put("stdvar_over_time", (window, frame) -> OverTime.variance(window, frame, false));
        all.put("stddev_over_time", (window, frame) -> OverTime.variance(window, frame, true));
        all.put("changes", OverTime::changes);
        all.put("resets", OverTime::resets);
        return Map.copyOf(all);
    }
}
