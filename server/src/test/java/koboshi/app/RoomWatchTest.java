package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import koboshi.tsdb.Room;
import org.junit.jupiter.api.Test;

class RoomWatchTest {
    private Room room = new Room(100, 900, List.of());
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final List<String> called = new ArrayList<>();
    private final RoomWatch watch = new RoomWatch(() -> room, () -> now, called::add);

    @Test
    void callsAPersonOnceAndNamesWhoTookTheRoomForSeries() {
        watch.look();
        assertThat(watch.trouble()).isEmpty();
        room = new Room(950, 50, List.of(new Room.Brought("http://a/metrics of web", 700)));
        watch.look();
        watch.look();
        assertThat(watch.trouble()).hasValue("there is room for only 50 new series beside the 950 in memory; most were brought by http://a/metrics of web (700)");
        room = new Room(100, 900, List.of());
        watch.look();
        assertThat(watch.trouble()).isEmpty();
        room = new Room(950, 50, List.of());
        watch.look();
        assertThat(called).hasSize(1);
        now = now.plus(Duration.ofHours(2));
        room = new Room(100, 900, List.of());
        watch.look();
        room = new Room(950, 50, List.of());
        watch.look();
        assertThat(called).hasSize(2);
    }
}
