package koboshi.promql;

import koboshi.series.Samples;

/**
 * A range function over a series of numbers, at all steps in one go: what one window found, the next goes on from.
 *
 * <p>It gives what its {@link RangeFunction} gives for each window by itself, but for the last roundings; that one remains for histograms, and is the proof of
 * this one. An instance belongs to one run of one query and may keep its room from series to series.
 */
@FunctionalInterface
interface Sliding {
    /** @param samples numbers only, without the marks of the series' end */
    void over(Samples samples, Edges edges, RangeFrame frame, Track out);

    /** The function of that name, or null where each window is looked at by itself. */
    static Sliding named(String name) {
        return switch (name) {
            case "rate" -> (samples, edges, frame, out) -> Rates.sliding(edges, samples, frame, out, true, true);
            case "increase" -> (samples, edges, frame, out) -> Rates.sliding(edges, samples, frame, out, true, false);
            case "delta" -> (samples, edges, frame, out) -> Rates.sliding(edges, samples, frame, out, false, false);
            case "irate" -> (samples, edges, _, out) -> LastTwo.sliding(edges, samples, out, true);
            case "idelta" -> (samples, edges, _, out) -> LastTwo.sliding(edges, samples, out, false);
            case "sum_over_time" -> new SlidingSums(false);
            case "avg_over_time" -> new SlidingSums(true);
            case "min_over_time" -> new SlidingExtremes(false);
            case "max_over_time" -> new SlidingExtremes(true);
            case "deriv" -> new SlidingLines(false);
            case "predict_linear" -> new SlidingLines(true);
            case "quantile_over_time" -> new SlidingQuantiles();
            case "stdvar_over_time" -> new SlidingVariances(false);
            case "stddev_over_time" -> new SlidingVariances(true);
            case "count_over_time" -> (_, edges, _, out) -> SlidingCounts.size(edges, out);
            case "present_over_time" -> (_, edges, _, out) -> SlidingCounts.presence(edges, out);
            case "changes" -> (samples, edges, _, out) -> SlidingCounts.changes(samples, edges, out);
            case "resets" -> (samples, edges, _, out) -> SlidingCounts.resets(samples, edges, out);
            default -> null;
        };
    }
}
