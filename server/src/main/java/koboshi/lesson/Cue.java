package koboshi.lesson;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A line that makes something happen, once or again and again. */
record Cue(int line, When when, Duration every, List<Deed> deeds) {
    Cue {
        deeds = List.copyOf(deeds);
    }

    long count() {
        return (every.isZero() ? 1 : when.to().minus(when.from()).dividedBy(every) + 1) * deeds.size();
    }

    /** At one moment. */
    record Prompt(int line, Duration at, Deed deed) {}

    Stream<Prompt> prompts() {
        var moments = every.isZero()
                ? Stream.of(when.from())
                : Stream.iterate(when.from(), moment -> moment.compareTo(when.to()) <= 0, moment -> moment.plus(every));
        return moments.flatMap(moment -> deeds.stream().map(deed -> new Prompt(line, moment, deed.at(share(moment)))));
    }

    private double share(Duration moment) {
        double length = when.to().minus(when.from()).toMillis();
        return length == 0 ? 0 : moment.minus(when.from()).toMillis() / length;
    }
}
