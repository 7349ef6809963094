package koboshi.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import koboshi.tsdb.Room;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether there is room for new series: once there is little, those who come last are not watched, so a person is called and told who took it. */
final class RoomWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RoomWatch.class);
    /** Room that comes and goes is one matter. */
    private static final Duration SAME_CALL = Duration.ofHours(1);

    private static final int ENOUGH = 8;

    private final Supplier<Room> room;
    private final InstantSource clock;
    private final Consumer<String> calling;
    private volatile String trouble = "";
    private Instant called = Instant.MIN;

    /** @param calling a person, without waiting for one */
    RoomWatch(Supplier<Room> room, InstantSource clock, Consumer<String> calling) {
        this.room = room;
        this.clock = clock;
        this.calling = calling;
    }

    void look() {
        var now = room.get();
        boolean before = !trouble.isEmpty();
        // Room that trembles about the line is little: an eighth must be free before all is well again.
        trouble = now.little() || before && now.free() < (now.series() + now.free()) / ENOUGH ? words(now) : "";
        if (!trouble.isEmpty() && !before) {
            LOG.error("{}", trouble);
            callOnce();
        } else if (trouble.isEmpty() && before) {
            LOG.info("there is room for new series again");
        }
    }

    private void callOnce() {
        var now = clock.instant();
        if (!called.isAfter(now.minus(SAME_CALL))) {
            called = now;
            calling.accept(trouble);
        }
    }

    private static String words(Room room) {
        var most = room.most().stream().map(one -> one.by() + " (" + one.series() + ")").collect(Collectors.joining(", "));
        return "there is room for only " + room.free() + " new series beside the " + room.series() + " in memory" + (most.isEmpty() ? "" : "; most were brought by " + most);
    }

    /** In words, empty where all is well. */
    Optional<String> trouble() {
        return Optional.of(trouble).filter(words -> !words.isEmpty());
    }
}
