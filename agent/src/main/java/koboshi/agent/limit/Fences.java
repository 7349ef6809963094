package koboshi.agent.limit;

import java.io.File;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import koboshi.agent.keep.Fence;
import koboshi.resource.Bytes;
import koboshi.resource.Service;

/** Chooses the best memory limit this host allows: the kernel's where we may write it, else our own watching. */
public final class Fences implements Fence.Builder {
    private static final long TIDY_EVERY_SECONDS = 60;

    private final Optional<String> trouble;
    private final ScheduledExecutorService clock;

    private Fences(Optional<String> trouble, ScheduledExecutorService clock) {
        this.trouble = trouble;
        this.clock = clock;
    }

    public static Fences ofThisHost(ScheduledExecutorService clock) {
        var trouble = CgroupV1.trouble();
        if (trouble.isEmpty()) {
            // Not at once, because the counters in a group without processes are what tells why they ended.
            clock.scheduleWithFixedDelay(Fences::removeEmpty, TIDY_EVERY_SECONDS, TIDY_EVERY_SECONDS, TimeUnit.SECONDS);
        }
        return new Fences(trouble, clock);
    }

    /** As on a host without cgroups. */
    static Fences watching(ScheduledExecutorService clock) {
        return new Fences(Optional.of("as asked"), clock);
    }

    @Override
    public Fence around(Service service, String place) {
        return service.memoryLimit().map(limit -> around(limit, place)).orElseGet(Unlimited::new);
    }

    private Fence around(Bytes limit, String place) {
        return trouble.<Fence>map(why -> new RssWatch(limit, why, clock))
                .orElseGet(() -> new CgroupV1(CgroupV1.ROOT.resolve("koboshi").resolve(place), limit));
    }

    /** What agents killed with their services left behind; a group in which something lives refuses. */
    private static void removeEmpty() {
        var groups = CgroupV1.ROOT.resolve("koboshi").toFile().listFiles(File::isDirectory);
        if (groups != null) {
            for (var group : groups) {
                group.delete();
            }
        }
    }
}
