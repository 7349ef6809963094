package koboshi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import koboshi.app.Installation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Koboshi saw of a server that fell, tried again with other checks. */
class ChecksTest {
    @TempDir
    private Path folder;

    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer service;
    private Installation house;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        service.start();
        var address = "127.0.0.1:" + service.getAddress().getPort();
        house = new Installation(folder);
        house.write("""
                listen: 127.0.0.1:0
                traffic:
                  web: {haproxy: "unix:%s/nobody.sock", servers: {s1: "%s", s2: "%s"}, then: []}
                journeys:
                  see: {pool: web, every: 100ms, timeout: 1s, steps: [{get: "http://${server}/"}]}
                """.formatted(folder, address, address));
        house.start();
    }

    @AfterEach
    void stop() {
        house.close();
        service.stop(0);
    }

    private Terminal checks(String journey) {
        return Terminal.run("checks", journey, "--top", "200", "--server", house.address().toString());
    }

    @Test
    void tellsWhatWouldHaveNoticedAFallAndHowSoon() {
        house.await("it was well for a while", state -> state.at("/pools/0/servers/0/journeys/0/cleanInARow").asInt() > 15);
        status.set(500);
        house.await("its fall is known", state -> state.path("incidents").size() == 2);
        house.await("it lies for a while", state -> state.at("/pools/0/servers/0/journeys/0/failedInARow").asInt() > 60);
        status.set(200);
        house.await("it is over", state -> state.path("incidents").valueStream().noneMatch(incident -> incident.path("ended").isNull()));
        var said = checks("see@web/s1");
        assertThat(said.out()).contains("1 fall within 7 days").containsPattern("250ms +\\d+ms +1 +1/1 ");
        assertThat(said.code()).isZero();
    }

    @Test
    void aJourneyThatIsNoneIsNamedAmongThoseThatAre() {
        house.await("both are known", state -> state.at("/pools/0/servers").size() == 2);
        var said = checks("sea@web/s1");
        assertThat(said.err()).contains("see@web/s1, see@web/s2");
        assertThat(said.code()).isEqualTo(Exit.USAGE);
    }
}
