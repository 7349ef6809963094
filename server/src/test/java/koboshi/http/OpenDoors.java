package koboshi.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;

/** Doors on a free port before a fake house, with less patience than usual. */
final class OpenDoors implements AutoCloseable {
    static final Patience SHORT = new Patience(
            Duration.ofMillis(700),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofMillis(200),
            Duration.ofMillis(20),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3));

    final FakeHouse house;
    final Tokens tokens;
    final Doors doors;
    volatile Instant now = FakeHouse.AT;

    OpenDoors(Path folder) throws IOException {
        this(folder, SHORT, Set.of());
    }

    OpenDoors(Path folder, Patience patience, Set<String> names) throws IOException {
        this(folder, patience, names, Allowance.STANDARD);
    }

    OpenDoors(Path folder, Patience patience, Allowance allowance) throws IOException {
        this(folder, patience, Set.of(), allowance);
    }

    private OpenDoors(Path folder, Patience patience, Set<String> names, Allowance allowance) throws IOException {
        house = new FakeHouse(folder);
        tokens = Tokens.read(folder.resolve("tokens.json"));
        InstantSource clock = () -> now;
        doors = Doors.start(
                new Entrance(new InetSocketAddress("127.0.0.1", 0), names, tokens, ZoneOffset.UTC, clock, patience, allowance), house);
    }

    int port() {
        return doors.port();
    }

    Caller.Heard ask(String... request) throws IOException {
        return Caller.ask(port(), new byte[0], request);
    }

    Caller.Heard send(String body, String... request) throws IOException {
        return Caller.ask(port(), body.getBytes(StandardCharsets.UTF_8), request);
    }

    @Override
    public void close() {
        doors.close();
    }
}
