package koboshi.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Follows the processes of one service, one after the other, as the kernel lists them: when each was first seen, and how much memory it had. */
final class Generations {
    private static final Pattern AMOUNT = Pattern.compile("(VmRSS|VmSwap):\\s+(\\d+) kB");
    private static final int WHILE_IT_LIVES_MILLIS = 50;
    private static final int WHILE_NONE_MILLIS = 10;

    /** Bytes of a process: in memory, and on the disk because memory was scarce. */
    record Held(long resident, long swapped) {
        long all() {
            return resident + swapped;
        }
    }

    /** @param held by moment */
    record Generation(long pid, Instant seen, NavigableMap<Instant, Held> held) {
        Optional<Held> at(Instant moment) {
            return Optional.ofNullable(held.floorEntry(moment)).map(Map.Entry::getValue);
        }

        long mostSwapped() {
            return held.values().stream().mapToLong(Held::swapped).max().orElse(0);
        }
    }

    private final String part;
    private final List<Generation> generations = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("generations").unstarted(this::look);

    /** @param part of the service's command line, which no other process has */
    Generations(String part, long first) {
        this.part = part;
        generations.add(new Generation(first, Instant.now(), new ConcurrentSkipListMap<>()));
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    List<Generation> all() {
        return List.copyOf(generations);
    }

    private void look() {
        try {
            while (true) {
                var now = generations.getLast();
                var held = held(now.pid());
                held.ifPresentOrElse(bytes -> now.held().put(Instant.now(), bytes), this::lookForNext);
                TimeUnit.MILLISECONDS.sleep(held.isPresent() ? WHILE_IT_LIVES_MILLIS : WHILE_NONE_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookForNext() {
        Sightings.of(part).stream()
                .filter(pid -> pid != ProcessHandle.current().pid() && generations.stream().noneMatch(before -> before.pid() == pid))
                .findFirst()
                .ifPresent(pid -> generations.add(new Generation(pid, Instant.now(), new ConcurrentSkipListMap<>())));
    }

    /** Empty once it has ended: a zombie has no memory. */
    private static Optional<Held> held(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            var amounts = lines.map(AMOUNT::matcher).filter(Matcher::matches).collect(Collectors.toMap(match -> match.group(1), match -> Long.parseLong(match.group(2)) << 10));
            return Optional.ofNullable(amounts.get("VmRSS")).filter(bytes -> bytes > 0).map(bytes -> new Held(bytes, amounts.getOrDefault("VmSwap", 0L)));
        } catch (IOException | UncheckedIOException _) {
            // It ended.
            return Optional.empty();
        }
    }
}
