package koboshi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import koboshi.app.Installation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that speak with a running Koboshi. */
class RunningCommandsTest {
    @TempDir
    private Path folder;

    private Installation house;

    @BeforeEach
    void start() throws IOException {
        house = new Installation(folder).start();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Terminal run(String... arguments) {
        var all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--server";
        all[arguments.length + 1] = house.address().toString();
        return Terminal.run(all);
    }

    private static JsonNode json(Terminal said) {
        return JsonMapper.shared().readTree(said.out());
    }

    @Test
    void statusSaysHowEverythingStands() {
        var said = run("status");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("1 guard watches, but no service is kept").contains("0 open incidents").doesNotContain("FROZEN");
        assertThat(json(run("status", "--json")).path("guards").valueStream().map(guard -> guard.path("key").asString())).containsExactly("high");
    }

    @Test
    void statusSaysHowProbedAddressesAre() throws IOException {
        var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        nobody.close();
        house.close();
        house = new Installation(Files.createDirectory(folder.resolve("probing")));
        house.write("listen: 127.0.0.1:0\nprobes: {shops: {targets: ['127.0.0.1:" + nobody.getLocalPort() + "'], every: 200ms}}\n");
        house.start();
        house.await("it was asked", state -> state.at("/probes/0/notWell").asInt() == 1);
        assertThat(run("status").out()).contains("probes shops: 0 of 1 well; asked ").contains("  away       127.0.0.1:" + nobody.getLocalPort() + " since ").contains("nobody listens at");
    }

    @Test
    void aFrozenHouseIsNotWell() {
        Server.at(house.address()).post("/api/orders", Map.of("verb", "freeze", "why", "a deploy", "offset", house.get("/api/state").path("offset").asLong()));
        var said = run("status");
        assertThat(said.code()).isEqualTo(Exit.NOT_WELL);
        assertThat(said.out()).contains("FROZEN by operator:").contains("a deploy");
    }

    @Test
    void whatIsPushedOpensAnIncidentThatIsListedAndTold() {
        assertThat(run("incidents").out()).contains("nothing has fallen yet");
        assertThat(run("push", "waiting{channel=\"live\"} 7").code()).isZero();
        house.await("the incident is open", state -> !state.path("incidents").isEmpty());
        assertThat(run("incidents").out()).contains("guard/high").contains("open").contains("is 7 by waiting > 5");
        assertThat(json(run("incidents", "--json")).path("incidents").size()).isEqualTo(1);
        assertThat(run("incidents", "show", "1").out()).contains("Incident 1 opened on guard/high");
        assertThat(run("incidents", "show", "1", "--lang", "ja").out()).doesNotContain("opened").contains("guard/high");
        assertThat(json(run("incidents", "show", "1", "--json")).at("/incident/id").asLong()).isEqualTo(1);
    }

    @Test
    void linesToPushAreReadFromStandardInputToo() {
        var before = System.in;
        System.setIn(new ByteArrayInputStream("waiting 7\nsleeping 1\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(run("push").code()).isZero();
        } finally {
            System.setIn(before);
        }
        house.await("both series are there", state -> state.at("/sent/series").asLong() == 2);
    }

    @Test
    void whatTheServerRefusesIsWrongUsageInItsOwnWords() {
        var said = run("push", "waiting many");
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).startsWith("koboshi: Koboshi answers 400: ");
        assertThat(run("incidents", "show", "99").err()).contains("404").contains("there is no incident 99");
    }

    @Test
    void downWithNothingToStopIsDone() {
        var said = run("down");
        assertThat(said.code()).isZero();
        assertThat(said.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "incidents", "incidents show 1", "push a{} 1", "down"})
    void whereNobodyAnswersTheyAllSaySo(String line) throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        var said = Terminal.run((line + " --server http://127.0.0.1:" + free).replace("a{} 1", "a_1").split(" "));
        assertThat(said.code()).isEqualTo(Exit.NOT_REACHED);
        assertThat(said.err().lines()).containsExactly("koboshi: no Koboshi answers at http://127.0.0.1:" + free + ": start one with koboshi up, or name another with --server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8642", "localhost:8642", "ftp://127.0.0.1/", "http:"})
    void anAddressThatIsNoneIsWrongUsage(String address) {
        var said = Terminal.run("status", "--server", address);
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).doesNotContain("\tat ");
    }

    @Test
    void anotherProgramThatAnswersThereIsNotTakenForKoboshi() throws IOException {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        other.start();
        var said = Terminal.run("status", "--server", "http://127.0.0.1:" + other.getAddress().getPort());
        other.stop(0);
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("is no Koboshi");
    }
}
