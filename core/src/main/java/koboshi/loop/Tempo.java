package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.signal.Run;

/**
 * How fast a journey runs, against how fast it ran when its process had just warmed up.
 *
 * <p>A service that grows seldom falls at once: for hours it answers, each answer later than the one before, and no run fails. An average that follows along would
 * never notice.
 */
final class Tempo {
    /** So many runs after the warm-up tell what is usual. */
    private static final int LEARNS = 10;
    private static final int TIMES = 4;
    /** What takes a few milliseconds may take a few more without anybody minding. */
    private static final Duration WORTH_SAYING = Duration.ofMillis(200);
    private static final Duration FOR_A_WHILE = Duration.ofSeconds(30);
    private static final int FEWEST = 5;

    private final Instant process;
    private final List<Duration> first = new ArrayList<>();
    private Duration usual = Duration.ZERO;
    private Optional<Instant> slowSince = Optional.empty();
    private int slowInARow;

    /** @param process since when the process runs; another one has another tempo */
    Tempo(Instant process) {
        this.process = process;
    }

    boolean of(Instant since) {
        return process.equals(since);
    }

    /** A run that failed is another matter. */
    void ran(Run run) {
        if (!run.clean()) {
            return;
        }
        if (first.size() < LEARNS) {
            first.add(run.took());
            usual = first.stream().sorted().toList().get(first.size() / 2);
        } else if (isSlow(run.took())) {
            slowSince = slowSince.or(() -> Optional.of(run.began()));
            slowInARow++;
        } else {
            slowSince = Optional.empty();
            slowInARow = 0;
        }
    }

    private boolean isSlow(Duration took) {
        return took.compareTo(usual.multipliedBy(TIMES)) >= 0 && took.compareTo(usual.plus(WORTH_SAYING)) >= 0;
    }

    boolean slow(Instant at) {
        return slowInARow >= FEWEST && slowSince.filter(since -> !since.plus(FOR_A_WHILE).isAfter(at)).isPresent();
    }
}
