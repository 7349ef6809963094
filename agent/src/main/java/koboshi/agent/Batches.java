package koboshi.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import koboshi.agent.host.Meter;
import koboshi.agent.link.Frame.Figure;
import koboshi.agent.link.Frame;
import koboshi.series.Labels;

/** A round of measurements in as many frames as it needs. */
final class Batches {
    /** Characters, of which each may take six bytes when it must be escaped. */
    private static final int CHARS = Frame.MAX_BYTES / 6;
    /** A number and its punctuation. */
    private static final int VALUE_CHARS = 60;
    private static final int PAIR_CHARS = 6;

    private Batches() {}

    /** The age is told when a frame is written out, however long it waited for that. */
    static List<Supplier<Frame>> of(Meter.Round round) {
        var frames = new ArrayList<Supplier<Frame>>();
        var batch = new ArrayList<Figure>();
        int chars = 0;
        for (var figure : round.figures()) {
            int more = chars(figure.labels());
            if (chars + more > CHARS && !batch.isEmpty()) {
                frames.add(frame(round.nanos(), List.copyOf(batch)));
                batch.clear();
                chars = 0;
            }
            if (more <= CHARS) {
                batch.add(figure);
                chars += more;
            }
        }
        if (!batch.isEmpty()) {
            frames.add(frame(round.nanos(), List.copyOf(batch)));
        }
        return frames;
    }

    /** What has ended, apart: it is said once and must not be lost. */
    static List<Supplier<Frame>> ended(Meter.Round round) {
        var figures = round.ended().stream().map(labels -> new Figure(labels, 0)).toList();
        return of(new Meter.Round(round.nanos(), figures)).stream().<Supplier<Frame>>map(frame -> () -> {
            var measured = (Frame.Measured) frame.get();
            return new Frame.Measured(measured.age(), List.of(), Optional.of(measured.figures().stream().map(Figure::labels).toList()));
        }).toList();
    }

    private static Supplier<Frame> frame(long nanos, List<Figure> figures) {
        return () -> new Frame.Measured(Duration.ofNanos(System.nanoTime() - nanos), figures);
    }

    private static int chars(Labels labels) {
        int[] chars = {VALUE_CHARS};
        labels.forEach((name, value) -> chars[0] += name.length() + value.length() + PAIR_CHARS);
        return chars[0];
    }
}
