package koboshi.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import koboshi.agent.link.Json;
import koboshi.loop.Event;
import koboshi.store.Journal;
import koboshi.store.Journal.Written;

/**
 * Events through the loop and the journal, in the engine's own order: decide up to so many, make their entries durable in one commit, and a
 * snapshot every 10,000 entries.
 */
final class JournalBench {
    private static final int SERVICES = 20;
    private static final int SNAPSHOT_EVERY = 10_000;
    private static final int AT_ONCE = 500;
    private static final int PACE = 10_000;
    /** Instead of a batch: what is due at the pace to reach, as it comes. */
    private static final int AS_DUE = 0;
    private static final int BATCHES_AT_LEAST = 40;
    private static final String ROW = "%-9s %6s %12s %12s %12s %14s %10s %10s%n";
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    /** What comes in. */
    enum Load {
        /** Every event is one entry: a campaign, a storm of facts. */
        NOTES,
        /** One entry in twenty events; the rest are clean runs and answers, which write nothing. */
        WATCHING
    }

    private final Path folder;
    private final Town town = new Town(SERVICES);
    private final List<Double> commits = new ArrayList<>();
    private Instant now = Town.START.plusSeconds(1);
    private int told;
    private long sinceSnapshot;

    private JournalBench(Path folder) {
        this.folder = folder;
    }

    /** Folder, seconds of each measurement. */
    public static void main(String... args) throws IOException {
        var seconds = Duration.ofSeconds(Long.parseLong(args[1]));
        System.out.println(Machine.words());
        System.out.printf(ROW, "load", "batch", "events/s", "entries/s", "CPU s/100k", "commit p50 ms", "p99 ms", "max ms");
        var lines = new ArrayList<Map<String, Object>>();
        for (var load : Load.values()) {
            for (int batch : new int[] {AS_DUE, 1, 50, AT_ONCE}) {
                var line = new JournalBench(Files.createTempDirectory(Path.of(args[0]), "journal-")).measure(load, batch, seconds);
                print(line);
                lines.add(line);
            }
        }
        System.out.println(Json.mapper().writeValueAsString(Map.of("bench", "journal", "results", lines)));
    }

    private static void print(Map<String, Object> line) {
        System.out.printf(Locale.ROOT, ROW, line.get("load"), line.get("batch"), line.get("events_per_second"), line.get("entries_per_second"),
                line.get("cpu_seconds_per_100k_events"), line.get("commit_p50_ms"), line.get("commit_p99_ms"), line.get("commit_max_ms"));
    }

    private Map<String, Object> measure(Load load, int batch, Duration length) throws IOException {
        try (var journal = Journal.open(folder.resolve("journal.db"))) {
            run(journal, load, batch, WARM_UP);
            commits.clear();
            long entries = journal.lastOffset();
            long cpu = cpu();
            long began = System.nanoTime();
            long events = run(journal, load, batch, length);
            return line(load, batch, events, journal.lastOffset() - entries, System.nanoTime() - began, cpu() - cpu);
        } finally {
            try (var files = Files.list(folder)) {
                files.forEach(file -> file.toFile().delete());
            }
            Files.delete(folder);
        }
    }

    /** Of the whole process, its collector and compiler with it. */
    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private long run(Journal journal, Load load, int batch, Duration length) {
        long began = System.nanoTime();
        long events = 0;
        for (int done = 0; done < BATCHES_AT_LEAST || System.nanoTime() - began < length.toNanos(); done++) {
            int now = batch == AS_DUE ? due(began, events) : batch;
            turn(journal, load, now);
            events += now;
        }
        return events;
    }

    private static int due(long began, long events) {
        while (true) {
            long due = (System.nanoTime() - began) / (1_000_000_000 / PACE) - events;
            if (due > 0) {
                return (int) Math.min(AT_ONCE, due);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    private void turn(Journal journal, Load load, int batch) {
        now = now.plusMillis(1);
        var written = new ArrayList<Written>();
        for (int i = 0; i < batch; i++) {
            town.loop().step(next(load), now).forEach(entry -> written.add(new Written(entry, now)));
        }
        if (!written.isEmpty()) {
            long began = System.nanoTime();
            journal.commit(written);
            commits.add((System.nanoTime() - began) / 1e6);
        }
        sinceSnapshot += written.size();
        if (sinceSnapshot >= SNAPSHOT_EVERY) {
            sinceSnapshot = 0;
            journal.keep(town.loop().state().snapshot());
        }
    }

    private Event next(Load load) {
        int number = told++ & Integer.MAX_VALUE;
        if (load == Load.NOTES || number % 20 == 0) {
            return new Event.Noted("deploy", "live-qa 1." + number, "ci");
        }
        return number % 2 == 0 ? town.ran(number, now) : town.answered(number, 3);
    }

    private Map<String, Object> line(Load load, int batch, long events, long entries, long nanos, long cpuNanos) throws IOException {
        double seconds = nanos / 1e9;
        var line = new LinkedHashMap<String, Object>();
        line.put("load", load.name().toLowerCase(Locale.ROOT));
        line.put("batch", batch == AS_DUE ? "as due" : batch);
        line.put("events_per_second", Math.round(events / seconds));
        line.put("entries_per_second", Math.round(entries / seconds));
        line.put("cpu_seconds_per_100k_events", Figures.rounded(cpuNanos / 1e9 / events * 100_000));
        line.put("commits", commits.size());
        line.put("commit_p50_ms", Figures.rounded(Figures.median(commits)));
        line.put("commit_p99_ms", Figures.rounded(Figures.at(commits, 0.99)));
        line.put("commit_max_ms", Figures.rounded(Figures.most(commits)));
        line.put("load_average", Machine.load());
        return line;
    }
}
