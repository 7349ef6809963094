package koboshi.promql;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The sort functions, which mean something for one moment only. */
final class Sorting {
    private final Evaluation evaluation;

    Sorting(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    void each(Expr.Call call, Steps steps, Consumer<Track> to) {
        var name = call.function().name();
        boolean byValue = name.equals("sort") || name.equals("sort_desc");
        if (evaluation.overTime()) {
            evaluation.notes().sortInRange(call.at());
        }
        var tracks = evaluation.tracks(call.arguments().getFirst(), steps);
        if (evaluation.overTime() || steps.count() > 1) {
            tracks.stream().map(track -> byValue ? numbers(track) : track).forEach(to);
            return;
        }
        var kept = tracks.stream().filter(track -> byValue ? track.number(0) : track.present(0));
        kept.sorted(order(call, name)).forEach(to);
    }

    private static Track numbers(Track track) {
        if (!track.hasHistograms()) {
            return track;
        }
        var numbers = new Track(track.labels(), track.nameless(), track.steps());
        IntStream.range(0, track.steps()).filter(track::number).forEach(i -> numbers.set(i, track.value(i)));
        return numbers;
    }

    private Comparator<Track> order(Expr.Call call, String name) {
        return switch (name) {
            case "sort" -> rising(true);
            case "sort_desc" -> rising(false);
            case "sort_by_label" -> byLabels(call);
            default -> byLabels(call).reversed();
        };
    }

    /** NaN comes last both ways. */
    private static Comparator<Track> rising(boolean rising) {
        return (one, other) -> {
            double a = one.value(0);
            double b = other.value(0);
            if (Double.isNaN(a) || Double.isNaN(b)) {
                return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
            }
            return rising ? Double.compare(a, b) : Double.compare(b, a);
        };
    }

    private Comparator<Track> byLabels(Expr.Call call) {
        List<String> labels = call.arguments().subList(1, call.arguments().size()).stream().map(evaluation::string).toList();
        return (one, other) -> {
            for (var label : labels) {
                int order = natural(one.labels().get(label), other.labels().get(label));
                if (order != 0) {
                    return order;
                }
            }
            return one.labels().compareTo(other.labels());
        };
    }

    /** Runs of digits compare as numbers, all else as text. */
    static int natural(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() && j < other.length()) {
            int endI = runEnd(one, i);
            int endJ = runEnd(other, j);
            int order = part(one.substring(i, endI), other.substring(j, endJ));
            if (order != 0) {
                return order;
            }
            i = endI;
            j = endJ;
        }
        return Integer.compare(one.length() - i, other.length() - j);
    }

    private static int runEnd(String text, int start) {
        boolean digits = Character.isDigit(text.charAt(start));
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end)) == digits) {
            end++;
        }
        return end;
    }

    private static int part(String one, String other) {
        if (Character.isDigit(one.charAt(0)) && Character.isDigit(other.charAt(0))) {
            int order = new BigInteger(one).compareTo(new BigInteger(other));
            return order != 0 ? order : Integer.compare(one.length(), other.length());
        }
        return one.compareTo(other);
    }
}
