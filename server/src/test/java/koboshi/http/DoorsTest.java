package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorsTest {
    @Test
    void namesTheAddressThatIsTakenAndWhatToDo(@TempDir Path folder) throws IOException {
        try (var open = new OpenDoors(folder)) {
            var same = Entrance.at(new InetSocketAddress("127.0.0.1", open.port()), open.tokens);
            assertThatThrownBy(() -> Doors.start(same, open.house))
                    .isInstanceOf(AddressInUse.class)
                    .hasMessage("127.0.0.1:" + open.port() + " is in use by another program; choose another with --listen");
        }
    }

    @Test
    void closesInTimeThoughSomebodyFollowsTheEntries(@TempDir Path folder) throws IOException {
        var open = new OpenDoors(folder);
        try (var caller = new Caller(open.port())) {
            caller.head(open.port(), List.of("GET /api/entries"));
            caller.hear();
            long began = System.nanoTime();
            open.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void tellsWhereABrowserFindsIt(@TempDir Path folder) throws IOException {
        try (var open = new OpenDoors(folder)) {
            assertThat(open.doors.address()).hasToString("http://127.0.0.1:" + open.port() + "/");
        }
    }
}
