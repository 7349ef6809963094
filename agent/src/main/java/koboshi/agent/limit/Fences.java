package koboshi.agent.limit;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import koboshi.agent.keep.Fence;
import koboshi.resource.Service;

/** Chooses the best memory limit this host allows: the kernel's where it may be set, else our own watching. */
public final class Fences implements Fence.Builder {
    private static final long TIDY_EVERY_SECONDS = 60;

    /** Who sets the limits here. */
    sealed interface Driver {
        record V1() implements Driver {}

        record Systemd(SystemdScope.Master master) implements Driver {}

        record V2(Delegation delegation) implements Driver {}

        /** @param why there is nothing better */
        record Watching(String why) implements Driver {}
    }

    private final Driver driver;
    private final ScheduledExecutorService clock;

    private Fences(Driver driver, ScheduledExecutorService clock) {
        this.driver = driver;
        this.clock = clock;
    }

    public static Fences ofThisHost(ScheduledExecutorService clock) {
        var fences = new Fences(best(), clock);
        // Not at once, because the counters in a group without processes are what tells why they ended.
        clock.scheduleWithFixedDelay(fences::tidy, TIDY_EVERY_SECONDS, TIDY_EVERY_SECONDS, TimeUnit.SECONDS);
        return fences;
    }

    /** With systemd the tree is its own, and what we wrote there it might undo: it is asked before anything is written. */
    private static Driver best() {
        var old = CgroupV1.trouble();
        if (old.isEmpty()) {
            return new Driver.V1();
        }
        return SystemdScope.ofThisHost().<Driver>map(Driver.Systemd::new).orElseGet(() -> switch (Delegation.ofThisHost()) {
            case Delegation.Found.Ours(var delegation) -> new Driver.V2(delegation);
            case Delegation.Found.NotOurs(var why) -> new Driver.Watching(old.get() + "; " + why);
        });
    }

    /** As on a host without cgroups. */
    static Fences watching(ScheduledExecutorService clock) {
        return new Fences(new Driver.Watching("as asked"), clock);
    }

    /** How limits are set here, for a reader. */
    public String words() {
        return switch (driver) {
            case Driver.V1 _ -> CgroupV1.countsSwap(CgroupV1.ROOT) ? "cgroup v1" : "cgroup v1 (swap cannot be forbidden here: the kernel does not count it)";
            case Driver.Systemd _ -> "systemd";
            case Driver.V2 _ -> "cgroup v2";
            case Driver.Watching(var why) -> "watching resident memory (" + why + ")";
        };
    }

    Driver driver() {
        return driver;
    }

    @Override
    public Fence around(Service service, String place) {
        return service.memoryLimit().map(limit -> around(new Ceiling(limit, service.maySwap()), place)).orElseGet(Unlimited::new);
    }

    private Fence around(Ceiling ceiling, String place) {
        return switch (driver) {
            case Driver.V1 _ -> new CgroupV1(CgroupV1.ROOT.resolve("koboshi").resolve(place), ceiling);
            case Driver.Systemd(var master) -> new SystemdScope(master, place, ceiling);
            case Driver.V2(var delegation) -> new CgroupV2(delegation.services().resolve(place), ceiling);
            case Driver.Watching(var why) -> new RssWatch(ceiling.limit(), why, clock);
        };
    }

    /** What agents killed with their services left behind; a group in which something lives refuses. */
    private void tidy() {
        switch (driver) {
            case Driver.V1 _ -> removeEmpty(CgroupV1.ROOT.resolve("koboshi").toFile());
            case Driver.V2(var delegation) -> removeEmpty(delegation.services().toFile());
            case Driver.Systemd(var master) -> names(master.slices().toFile()).forEach(slice -> SystemdScope.stop(master, slice));
            case Driver.Watching _ -> {}
        }
    }

    private static void removeEmpty(File folder) {
        names(folder).forEach(name -> new File(folder, name).delete());
    }

    private static List<String> names(File folder) {
        return Optional.ofNullable(folder.listFiles(File::isDirectory)).stream().flatMap(Arrays::stream).map(File::getName).toList();
    }
}
