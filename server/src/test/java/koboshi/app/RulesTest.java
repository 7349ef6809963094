package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a pushed sample over a rule file to the person who is called. */
class RulesTest {
    private static final String RULES = """
            groups:
              - name: desk
                interval: 1s
                rules:
                  - record: desk:waiting:sum
                    expr: sum by (desk) (waiting)
                  - alert: Crowded
                    expr: desk:waiting:sum > 50
                    labels: {severity: page}
                    annotations: {summary: '{{ $value | humanize }} wait at {{ $labels.desk }}'}
            """;

    @TempDir
    private Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private HttpServer person;
    private Installation house;

    @BeforeEach
    void start() throws IOException {
        person = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        person.createContext("/", exchange -> {
            calls.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        person.start();
        Files.writeString(folder.resolve("rules.yml"), RULES);
        house = new Installation(folder);
        house.write("listen: 127.0.0.1:0\nrules: [rules.yml]\nnotify: {webhook: {url: 'http://127.0.0.1:" + person.getAddress().getPort() + "/'}}\n");
        house.start();
    }

    @AfterEach
    void stop() {
        house.close();
        person.stop(0);
    }

    private String state() {
        return house.get("/api/v1/rules").at("/data/groups/0/rules/1/state").asString("");
    }

    @Test
    void aPersonIsCalledInTheWordsOfTheRule() {
        house.push("waiting{desk=\"a\"} 83");
        Await.until("a person is called", () -> !calls.isEmpty());
        assertThat(calls).singleElement().asString().contains("Crowded: 83 wait at a");
        assertThat(house.get("/api/incidents").at("/incidents/0/why").asString("")).isEqualTo("Crowded: 83 wait at a");
        assertThat(house.get("/api/v1/alerts").at("/data/alerts/0/labels/severity").asString("")).isEqualTo("page");
        assertThat(house.get("/api/v1/query?query=desk:waiting:sum").at("/data/result/0/value/1").asString("")).isEqualTo("83");
    }

    @Test
    void whatARuleAsksCanBeDrawnAsSoonAsItRaisesAnAlert() {
        assertThat(house.get("/api/graphs").path("quiet").asInt()).isEqualTo(1);
        assertThat(house.get("/api/state").path("guarding").asInt()).isEqualTo(1);
        house.push("waiting{desk=\"a\"} 83");
        house.await("it is open", state -> !state.path("incidents").isEmpty());
        var graph = house.get("/api/graphs").at("/graphs/0");
        assertThat(graph.path("guard").asString("")).isEqualTo("alert:Crowded");
        assertThat(graph.at("/plots/0/query").asString("")).isEqualTo("desk:waiting:sum");
        assertThat(graph.at("/plots/0/line/at").asDouble()).isEqualTo(50);
    }

    @Test
    void theIncidentEndsWhenTheAlertIsGone() {
        house.push("waiting{desk=\"a\"} 83");
        house.await("it is open", state -> !state.path("incidents").isEmpty());
        house.push("waiting{desk=\"a\"} 3");
        house.await("it has ended", state -> !state.at("/incidents/0/ended").isMissingNode() && !state.at("/incidents/0/ended").isNull());
    }

    @Test
    void anEditedRuleFileIsFollowedAndABadOneChangesNothing() throws IOException {
        try (var reload = new Reload(house.file(), UnaryOperator.identity(), house.koboshi, house.read())) {
            house.push("waiting{desk=\"a\"} 40");
            Await.until("it is evaluated", () -> state().equals("inactive"));
            Files.writeString(folder.resolve("rules.yml"), RULES.replace("> 50", ">"));
            reload.look();
            assertThat(house.get("/api/v1/rules").at("/data/groups/0/rules/1/query").asString("")).isEqualTo("desk:waiting:sum > 50");
            Files.writeString(folder.resolve("rules.yml"), RULES.replace("> 50", "> 30 "));
            reload.look();
            Await.until("it fires", () -> state().equals("firing"));
        }
    }

    @Test
    void anAlertThatFiresOutlivesARestart() throws IOException {
        house.push("waiting{desk=\"a\"} 83");
        // A call that is under way is made again after a restart, under its key.
        Await.until("a person is called", () -> !calls.isEmpty());
        house.await("the call is over", state -> state.path("acts").isEmpty());
        house.stop();
        house.start();
        Await.until("it fires again", () -> state().equals("firing"));
        assertThat(house.get("/api/incidents").path("incidents")).hasSize(1);
        assertThat(calls).hasSize(1);
    }
}
