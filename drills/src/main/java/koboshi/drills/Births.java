package koboshi.drills;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Watches, as the kernel lists them, for a process of the service other than the one that was knocked over. */
final class Births {
    private final String part;
    private final long old;
    private final Thread thread = Thread.ofPlatform().daemon().name("births").unstarted(this::look);
    private volatile Instant seen;

    Births(String part, long old) {
        this.part = part;
        this.old = old;
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    Optional<Instant> seen() {
        return Optional.ofNullable(seen);
    }

    private void look() {
        try {
            while (seen == null) {
                if (Sightings.of(part).stream().anyMatch(pid -> pid != old && pid != ProcessHandle.current().pid())) {
                    seen = Instant.now();
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
