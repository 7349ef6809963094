package koboshi.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import koboshi.promql.Value;
import koboshi.promqltest.Closeness;
import koboshi.rule.Alert.State;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;

/** Tells what was expected from what came, line by line; no lines where they are the same. */
final class Lines {
    private static final String MISSING = "    expected  ";
    private static final String SURPLUS = "    but got   ";

    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

    private Lines() {}

    /** {@code 1h30m} */
    static String time(Duration duration) {
        var text = new StringBuilder();
        long rest = duration.toMillis();
        for (int i = 0; i < UNITS.length; i++) {
            text.append(rest >= MILLIS[i] ? rest / MILLIS[i] + UNITS[i] : "");
            rest %= MILLIS[i];
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    static List<String> alerts(List<UnitTest.Firing> expected, List<Alert> all) {
        var firing = new ArrayList<>(all.stream().filter(alert -> alert.state() == State.FIRING).toList());
        var missing = new ArrayList<UnitTest.Firing>();
        for (var one : expected) {
            boolean there = remove(firing, alert -> alert.labels().equals(one.labels()) && alert.annotations().equals(one.annotations()));
            if (!there) {
                missing.add(one);
            }
        }
        var lines = new ArrayList<String>();
        for (var one : missing) {
            var similar = firing.stream().filter(alert -> alert.labels().equals(one.labels())).findFirst();
            similar.ifPresentOrElse(alert -> {
                firing.remove(alert);
                lines.add("    firing as expected " + one.labels() + ", but its annotations differ:");
                annotations(one.annotations(), alert.annotations(), lines);
            }, () -> absent(one, all, lines));
        }
        firing.forEach(alert -> {
            lines.add(SURPLUS + "firing " + alert.labels());
            annotations(alert.annotations(), "              ", lines);
        });
        return lines;
    }

    private static <T> boolean remove(List<T> from, Predicate<T> which) {
        for (int i = 0; i < from.size(); i++) {
            if (which.test(from.get(i))) {
                from.remove(i);
                return true;
            }
        }
        return false;
    }

    private static void absent(UnitTest.Firing one, List<Alert> all, List<String> lines) {
        var pending = all.stream().anyMatch(alert -> alert.state() == State.PENDING && alert.labels().equals(one.labels()));
        lines.add(MISSING + "firing " + one.labels() + (pending ? " (it is still pending)" : ""));
        annotations(one.annotations(), "              ", lines);
    }

    private static void annotations(Map<String, String> annotations, String indent, List<String> lines) {
        annotations.forEach((name, text) -> lines.add(indent + name + ": " + Printf.quoted(text)));
    }

    private static void annotations(Map<String, String> expected, Map<String, String> got, List<String> lines) {
        var names = new TreeSet<>(expected.keySet());
        names.addAll(got.keySet());
        for (var name : names) {
            if (!expected.getOrDefault(name, "\0").equals(got.getOrDefault(name, "\0"))) {
                lines.add(MISSING + name + ": " + shown(expected.get(name)));
                lines.add(SURPLUS + name + ": " + shown(got.get(name)));
            }
        }
    }

    private static String shown(String text) {
        return text == null ? "(none)" : Printf.quoted(text);
    }

    static List<String> samples(List<UnitTest.Given> expected, List<Value.Element> elements, boolean fuzzy) {
        var got = new TreeMap<Labels, List<Sample>>();
        elements.forEach(element -> got.computeIfAbsent(element.labels(), _ -> new ArrayList<>()).add(element.sample()));
        var lines = new ArrayList<String>();
        for (var one : expected) {
            if (!remove(got.getOrDefault(one.labels(), List.of()), sample -> same(one, sample, fuzzy))) {
                lines.add(MISSING + one.labels() + " " + value(one.value(), one.histogram()));
                got.getOrDefault(one.labels(), List.of()).stream().findFirst().ifPresent(sample -> {
                    lines.add(SURPLUS + one.labels() + " " + value(sample.value(), sample.histogram()));
                    got.get(one.labels()).removeFirst();
                });
            }
        }
        got.forEach((labels, samples) -> samples.forEach(sample -> lines.add(SURPLUS + labels + " " + value(sample.value(), sample.histogram()))));
        return lines;
    }

    private static String value(double value, Histogram histogram) {
        return histogram == null ? Numbers.plain(value) : Histograms.text(histogram);
    }

    private static boolean same(UnitTest.Given expected, Sample sample, boolean fuzzy) {
        if (expected.histogram() != null || sample.histogram() != null) {
            return expected.histogram() != null && sample.histogram() != null && Closeness.close(expected.histogram(), sample.histogram(), false);
        }
        double a = expected.value();
        double b = sample.value();
        boolean neighbour = fuzzy && (Math.nextUp(a) == b || Math.nextDown(a) == b);
        return a == b || Double.isNaN(a) && Double.isNaN(b) || neighbour;
    }
}
