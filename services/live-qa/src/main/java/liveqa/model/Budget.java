package liveqa.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the model has cost in this hour and this day (of UTC), kept in a file so that restarts spend nothing anew.
 * The estimated most is taken before a call, so that calls at once cannot exceed it together; what remains is given back.
 */
public final class Budget {
    /** Tokens in and out together; yen; {@code yenIn} and {@code yenOut} for a million tokens. */
    public record Limits(long tokensPerHour, long tokensPerDay, double yenPerHour, double yenPerDay, double yenIn, double yenOut) {
        double yen(long in, long out) {
            return (in * yenIn + out * yenOut) / 1e6;
        }
    }

    /** What was taken, to be settled. */
    record Taken(long tokens, double yen) {}

    private static final System.Logger LOG = System.getLogger("model");
    private final Limits limits;
    private final Path file;
    private final InstantSource clock;
    private final Spent hour = new Spent(3600);
    private final Spent day = new Spent(86_400);

    /** {@code file} may be null: then it is not kept. */
    Budget(Limits limits, Path file, InstantSource clock) {
        this.limits = limits;
        this.file = file;
        this.clock = clock;
        if (file != null && Files.exists(file)) load();
    }

    /** Takes the most that a call may cost, or nothing when that is not left. */
    synchronized Optional<Taken> take(long in, long out) {
        turn();
        var most = new Taken(in + out, limits.yen(in, out));
        if (hour.exceeds(most, limits.tokensPerHour(), limits.yenPerHour()) || day.exceeds(most, limits.tokensPerDay(), limits.yenPerDay())) return Optional.empty();
        add(most.tokens, most.yen);
        return Optional.of(most);
    }

    /** What it did cost. */
    synchronized void settle(Taken taken, long in, long out) {
        turn();
        add(in + out - taken.tokens, limits.yen(in, out) - taken.yen);
        save();
    }

    /** Says which bound is reached: not even a small call is left. */
    public synchronized Optional<String> trouble() {
        turn();
        var small = new Taken(500, limits.yen(400, 100));
        if (hour.exceeds(small, limits.tokensPerHour(), limits.yenPerHour())) return Optional.of("the model's budget of this hour is used up; answers are quoted from the documents");
        if (day.exceeds(small, limits.tokensPerDay(), limits.yenPerDay())) return Optional.of("the model's budget of this day is used up; answers are quoted from the documents");
        return Optional.empty();
    }

    public synchronized long tokensToday() {
        turn();
        return day.tokens;
    }

    public synchronized double yenToday() {
        turn();
        return day.yen;
    }

    private void turn() {
        long now = clock.instant().getEpochSecond();
        hour.turn(now);
        day.turn(now);
    }

    private void add(long tokens, double yen) {
        hour.add(tokens, yen);
        day.add(tokens, yen);
    }

    private void load() {
        try {
            var lines = Files.readAllLines(file);
            hour.read(lines.get(0));
            day.read(lines.get(1));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "what the model has cost today is not known (" + e + "); it is counted from here on");
        }
    }

    private void save() {
        if (file == null) return;
        try {
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, hour + "\n" + day + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "what the model has cost could not be written: " + e);
        }
    }

    /** Sums over the current stretch of time. */
    private static final class Spent {
        private final long seconds;
        private long stretch;
        private long tokens;
        private double yen;

        Spent(long seconds) {
            this.seconds = seconds;
        }

        void turn(long now) {
            // A clock set back must not refill it.
            if (now / seconds <= stretch) return;
            stretch = now / seconds;
            tokens = 0;
            yen = 0;
        }

        void add(long moreTokens, double moreYen) {
            tokens = Math.max(0, tokens + moreTokens);
            yen = Math.max(0, yen + moreYen);
        }

        boolean exceeds(Taken more, long mostTokens, double mostYen) {
            return tokens + more.tokens > mostTokens || more.yen > 0 && yen + more.yen > mostYen;
        }

        void read(String line) {
            var parts = line.split(" ");
            stretch = Long.parseLong(parts[0]);
            tokens = Long.parseLong(parts[1]);
            yen = Double.parseDouble(parts[2]);
        }

        @Override
        public String toString() {
            return stretch + " " + tokens + " " + yen;
        }
    }
}
