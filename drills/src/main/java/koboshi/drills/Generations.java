package koboshi.drills;

import java.io.IOException;
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

/** Follows the processes of one service, one after the other, as the kernel lists them: when each was first seen, and how much memory it had. */
final class Generations {
    private static final long PAGE = 4096;
    private static final int WHILE_IT_LIVES_MILLIS = 50;
    private static final int WHILE_NONE_MILLIS = 10;

    /** @param resident bytes by moment */
    record Generation(long pid, Instant seen, NavigableMap<Instant, Long> resident) {
        Optional<Long> residentAt(Instant moment) {
            return Optional.ofNullable(resident.floorEntry(moment)).map(Map.Entry::getValue);
        }

        long most() {
            return resident.values().stream().mapToLong(Long::longValue).max().orElse(0);
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
                var resident = resident(now.pid());
                resident.ifPresentOrElse(bytes -> now.resident().put(Instant.now(), bytes), this::lookForNext);
                TimeUnit.MILLISECONDS.sleep(resident.isPresent() ? WHILE_IT_LIVES_MILLIS : WHILE_NONE_MILLIS);
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
    private static Optional<Long> resident(long pid) {
        try {
            long bytes = Long.parseLong(Files.readString(Path.of("/proc", Long.toString(pid), "statm")).split(" ")[1]) * PAGE;
            return bytes == 0 ? Optional.empty() : Optional.of(bytes);
        } catch (IOException _) {
            // It ended.
            return Optional.empty();
        }
    }
}
