package koboshi.agent.keep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import koboshi.action.Outcome;
import koboshi.agent.fact.DurableFile;
import koboshi.agent.link.Json;

/** Which acts were begun and how they ended, on disk, so that no command is done twice; and the highest epoch seen. */
final class ActLedger {
    private static final int MOST = 1_000;
    private static final int REWRITE_AFTER_LINES = 3_000;

    private final Path file;
    private final SequencedMap<Long, Optional<Outcome>> acts = new LinkedHashMap<>();
    private final Set<Long> inHand = new HashSet<>();
    private long epoch;
    private int lines;

    private record Line(Long epoch, Long act, Optional<Outcome> outcome) {}

    /** What is known of an act when its command comes. */
    sealed interface Known {
        record Fresh() implements Known {}

        /** Being done now; its end will be told. */
        record InHand() implements Known {}

        /** Begun by an agent that was killed since. */
        record Doubtful() implements Known {}

        record Ended(Outcome outcome) implements Known {}
    }

    ActLedger(Path file) throws IOException {
        this.file = file;
        var text = DurableFile.read(file).orElse("");
        text.substring(0, text.lastIndexOf('\n') + 1).lines().map(line -> Json.read(line, Line.class)).forEach(this::recall);
        rewrite();
    }

    private void recall(Line line) {
        if (line.epoch() != null) {
            epoch = line.epoch();
        }
        if (line.act() != null) {
            acts.put(line.act(), line.outcome());
        }
        forgetOldest();
    }

    synchronized long epoch() {
        return epoch;
    }

    /** Whether a leader of that epoch may still command; a higher one is remembered. */
    synchronized boolean accepts(long offered) {
        if (offered > epoch) {
            epoch = offered;
            append(new Line(offered, null, Optional.empty()));
        }
        return offered == epoch;
    }

    /** Tells what is known of the act and, unless it ended, takes it in hand. */
    synchronized Known take(long act) {
        if (inHand.contains(act)) {
            return new Known.InHand();
        }
        var before = acts.get(act);
        if (before != null && before.isPresent()) {
            return new Known.Ended(before.get());
        }
        append(new Line(null, act, Optional.empty()));
        inHand.add(act);
        acts.put(act, Optional.empty());
        forgetOldest();
        return before == null ? new Known.Fresh() : new Known.Doubtful();
    }

    synchronized void ended(long act, Outcome outcome) {
        inHand.remove(act);
        acts.put(act, Optional.of(outcome));
        append(new Line(null, act, Optional.of(outcome)));
    }

    private void forgetOldest() {
        if (acts.size() > MOST) {
            acts.pollFirstEntry();
        }
    }

    private void append(Line line) {
        try {
            if (++lines > REWRITE_AFTER_LINES) {
                rewrite();
            }
            Files.writeString(file, Json.write(line, Line.class) + '\n', StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
        } catch (IOException trouble) {
            throw new UncheckedIOException("acts cannot be written to " + file, trouble);
        }
    }

    private void rewrite() throws IOException {
        var text = new StringBuilder(Json.write(new Line(epoch, null, Optional.empty()), Line.class)).append('\n');
        acts.forEach((act, outcome) -> text.append(Json.write(new Line(null, act, outcome), Line.class)).append('\n'));
        DurableFile.replace(file, text.toString());
        lines = acts.size() + 1;
    }
}
