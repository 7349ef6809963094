package koboshi.rule;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import koboshi.series.Buckets;
import koboshi.series.Histogram;

/** Writes native histograms the way unit tests do. */
final class Histograms {
    private Histograms() {}

    static String text(Histogram histogram) {
        var out = new StringBuilder("{{schema:" + histogram.schema() + " count:" + Numbers.plain(histogram.count()) + " sum:" + Numbers.plain(histogram.sum()));
        if (histogram.zeroCount() != 0) {
            out.append(" z_bucket:").append(Numbers.plain(histogram.zeroCount())).append(" z_bucket_w:").append(Numbers.plain(histogram.zeroThreshold()));
        }
        side(histogram.positive(), "", out);
        side(histogram.negative(), "n_", out);
        if (histogram.customBounds()) {
            out.append(" custom_values:").append(histogram.bounds().toString().replace(",", ""));
        }
        return out.append("}}").toString();
    }

    private static void side(Buckets buckets, String prefix, StringBuilder out) {
        if (buckets.isEmpty()) {
            return;
        }
        int first = buckets.index(0);
        int last = buckets.index(buckets.size() - 1);
        // Buckets far apart are written one by one rather than with all the empty ones between.
        var counts = last - first < 1_000
                ? IntStream.rangeClosed(first, last).mapToObj(index -> Numbers.plain(buckets.at(index))).collect(Collectors.joining(" ", "[", "]"))
                : IntStream.range(0, buckets.size()).mapToObj(place -> buckets.index(place) + ":" + Numbers.plain(buckets.count(place))).collect(Collectors.joining(" ", "{", "}"));
        out.append(first == 0 ? "" : " " + prefix + "offset:" + first).append(' ').append(prefix).append("buckets:").append(counts);
    }
}
