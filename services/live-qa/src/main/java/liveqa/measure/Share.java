package liveqa.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liveqa.question.Question;
import liveqa.question.Standing;
import liveqa.question.Ticket;
import liveqa.question.Witness;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many of the viewers' questions were answered validly, over time: by the minute for three hours, by the quarter of an
 * hour for four days, by the hour for two months, by the day for two years. Bounded, and kept on the disk.
 */
public final class Share implements Witness, AutoCloseable {
    public static final String PART = "share-file";
    private static final System.Logger LOG = System.getLogger("share");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration KEPT_EVERY = Duration.ofSeconds(10);

    /** One row of the table: the answers given from {@code at} on, until the next row's. */
    public record Row(Instant at, long valid, long none, long failed) {}

    public enum Grain {
        MINUTE(60, 180), QUARTER(900, 384), HOUR(3_600, 1_488), DAY(86_400, 732);

        private final long seconds;
        private final int kept;

        Grain(long seconds, int kept) {
            this.seconds = seconds;
            this.kept = kept;
        }

        private long start(Instant at, ZoneId zone) {
            if (this == DAY) return at.atZone(zone).toLocalDate().atStartOfDay(zone).toEpochSecond();
            return Math.floorDiv(at.getEpochSecond(), seconds) * seconds;
        }
    }

    private final Map<Grain, TreeMap<Long, long[]>> rows = new EnumMap<>(Grain.class);
    private final Path file;
    private final Parts parts;
    private final InstantSource clock;
    private final ZoneId zone;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Instant through = Instant.EPOCH;
    private boolean changed;

    public Share(Path file, Parts parts, InstantSource clock, ZoneId zone) {
        this.file = file;
        this.parts = parts;
        this.clock = clock;
        this.zone = zone;
        for (var grain : Grain.values()) rows.put(grain, new TreeMap<>());
        read();
    }

    /** Counts what the log knows and the file does not, then keeps the file by itself. */
    public void start(List<Ticket> settled) {
        var upTo = through;
        for (var ticket : settled) {
            if (ticket.standing() instanceof Standing.Answered given && given.at().isAfter(upTo)) count(ticket.question(), given);
        }
        keep();
        Thread.ofVirtual().name("share").start(this::keepOn);
    }

    private void keepOn() {
        try {
            while (!closed.await(KEPT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) keep();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void answered(Question question, Standing.Answered given) {
        count(question, given);
    }

    @Override
    public void answeredToo(Question question, Standing.Answered given) {
        count(question, given);
    }

    private synchronized void count(Question question, Standing.Answered given) {
        if (!question.channel().shown()) return;
        int column = switch (given.answer().outcome()) {
            case "valid" -> 0;
            case "none" -> 1;
            default -> 2;
        };
        for (var grain : Grain.values()) {
            var table = rows.get(grain);
            table.computeIfAbsent(grain.start(given.at(), zone), _ -> new long[3])[column]++;
            while (table.size() > grain.kept) table.pollFirstEntry();
        }
        if (given.at().isAfter(through)) through = given.at();
        changed = true;
    }

    /** The rows of the last {@code span}, oldest first; where nobody was answered there is no row. */
    public synchronized List<Row> rows(Grain grain, Duration span) {
        return rows.get(grain).tailMap(grain.start(clock.instant().minus(span), zone), false).entrySet().stream()
                .map(row -> new Row(Instant.ofEpochSecond(row.getKey()), row.getValue()[0], row.getValue()[1], row.getValue()[2])).toList();
    }

    private void read() {
        try {
            if (Files.exists(file)) parse(Files.readString(file));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, file + " cannot be read: " + e + "; the share of earlier days is not shown");
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            setAside(e);
        }
    }

    private void parse(String text) {
        var node = JSON.readTree(text);
        var upTo = Instant.parse(node.required("through").stringValue());
        for (var grain : Grain.values()) {
            for (var row : node.required(grain.name())) {
                rows.get(grain).put(row.required(0).asLong(), new long[] {row.required(1).asLong(), row.required(2).asLong(), row.required(3).asLong()});
            }
        }
        through = upTo;
    }

    /** Never overwritten: someone may want to mend it. */
    private void setAside(Exception why) {
        rows.values().forEach(Map::clear);
        var aside = file.resolveSibling(file.getFileName() + ".damaged");
        LOG.log(System.Logger.Level.WARNING, file + " is damaged (" + why.getMessage() + "): set aside as " + aside + "; counting begins anew");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot set " + file + " aside: " + e);
        }
    }

    /** On the disk as a whole, or as it was before. */
    void keep() {
        var text = snapshot();
        if (text == null) return;
        try {
            write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            parts.ok(PART);
        } catch (IOException e) {
            parts.degraded(PART, "the share of valid answers cannot be kept: " + e);
            changedAgain();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var out = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) out.write(bytes);
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private synchronized void changedAgain() {
        changed = true;
    }

    private synchronized String snapshot() {
        if (!changed) return null;
        changed = false;
        var node = JSON.createObjectNode().put("through", through.toString());
        rows.forEach((grain, table) -> {
            var all = node.putArray(grain.name());
            table.forEach((at, counts) -> all.addArray().add(at.longValue()).add(counts[0]).add(counts[1]).add(counts[2]));
        });
        return node.toString();
    }

    int size() {
        return Stream.of(Grain.values()).mapToInt(grain -> rows.get(grain).size()).sum();
    }

    @Override
    public void close() {
        closed.countDown();
        keep();
    }
}
