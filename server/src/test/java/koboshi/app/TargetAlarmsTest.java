package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a target that disappears to the person who is called, though nobody wrote a guard. */
class TargetAlarmsTest {
    @TempDir
    private Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private HttpServer person;
    private HttpServer one;
    private HttpServer other;
    private Installation house;

    @BeforeEach
    void start() throws IOException {
        person = server();
        person.createContext("/", exchange -> {
            calls.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        one = target();
        other = target();
        house = new Installation(folder);
    }

    @AfterEach
    void stop() {
        house.close();
        List.of(person, one, other).forEach(server -> server.stop(0));
    }

    private static HttpServer server() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        return server;
    }

    private static HttpServer target() throws IOException {
        var server = server();
        var text = "a 1\n".getBytes(StandardCharsets.UTF_8);
        server.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        return server;
    }

    private static String address(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void write(String jobs) throws IOException {
        house.write("listen: 127.0.0.1:0\nnotify: {webhook: {url: 'http://" + address(person) + "/'}}\nscrapes:\n" + jobs.indent(2));
    }

    private void awaitAllUp(int targets) {
        Await.until("all targets answer", () -> house.koboshi.targets().all().stream().filter(target -> target.health().name().equals("UP")).count() == targets);
    }

    private void list(HttpServer... targets) throws IOException {
        var text = new StringBuilder();
        List.of(targets).forEach(target -> text.append("- targets: ['").append(address(target)).append("']\n"));
        var draft = Files.writeString(folder.resolve("draft"), text.isEmpty() ? "[]" : text);
        Files.move(draft, folder.resolve("web.yml"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void whoeverDoesNotAnswerIsToldOfWithinSeconds() throws IOException {
        write("node: {targets: ['" + address(one) + "', '" + address(other) + "'], every: 1s}");
        house.start();
        awaitAllUp(2);
        long killed = System.nanoTime();
        one.stop(0);
        Await.until("a person is called", () -> !calls.isEmpty());
        var took = Duration.ofNanos(System.nanoTime() - killed);
        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertThat(calls).singleElement().asString().contains(address(one) + " of node has not answered since").contains("nobody listens at");
        assertThat(house.get("/api/state").at("/incidents/0/on").asString("")).isEqualTo("guard/target-away:node");
    }

    @Test
    void oneThatIsTakenOutOfItsFileIsToldOfOnceAndByName() throws IOException {
        list(one, other);
        write("web: {files: [web.yml], every: 1s}");
        house.start();
        awaitAllUp(2);
        list(other);
        Await.until("a person is called", () -> !calls.isEmpty());
        list();
        Await.until("a person is called about the other", () -> calls.size() > 1);
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst()).contains(address(one) + " of web is gone since").contains("no longer in " + folder.resolve("web.yml"));
        assertThat(calls.getLast()).contains(address(other) + " of web is gone");
        list(one, other);
        house.await("the incident is over", state -> state.path("incidents").get(0).path("ended").isString());
    }

    @Test
    void oneThatIsTakenOutOfTheConfigurationIsMissedByNobody() throws IOException {
        list(other);
        write("node: {targets: ['" + address(one) + "'], every: 1s}\nweb: {files: [web.yml], every: 1s}");
        house.start();
        awaitAllUp(2);
        write("node: {targets: ['" + address(other) + "'], every: 1s}\nweb: {files: [web.yml], every: 1s}");
        house.koboshi.follow(house.read());
        list();
        Await.until("a person is called about what is watched", () -> !calls.isEmpty());
        assertThat(calls).singleElement().asString().contains(address(other) + " of web is gone");
    }

    @Test
    void nobodyIsToldWhereNobodyWantsToBe() throws IOException {
        list(other);
        write("node: {targets: ['" + address(one) + "'], every: 1s, alarm: false}\nweb: {files: [web.yml], every: 1s}");
        house.start();
        awaitAllUp(2);
        one.stop(0);
        Await.until("it is known to be down", () -> house.koboshi.targets().all().stream()
                .anyMatch(target -> target.failing().filter(failing -> failing.scrapes() > 2).isPresent()));
        list();
        Await.until("a person is called about the other", () -> !calls.isEmpty());
        assertThat(calls).singleElement().asString().contains("of web is gone");
        assertThat(house.koboshi.plan().duties()).doesNotContainKey("target-away:node");
    }

    @Test
    void whoIsProbedAndDoesNotAnswerAsItShouldIsToldOfAsWell() throws IOException {
        house.write("listen: 127.0.0.1:0\nnotify: {webhook: {url: 'http://" + address(person) + "/'}}\nprobes:\n  shops: {targets: ['http://" + address(one)
                + "/metrics'], every: 500ms, expect: {contains: 'a 1'}}\n");
        house.start();
        awaitAllUp(1);
        one.stop(0);
        Await.until("a person is called", () -> !calls.isEmpty());
        assertThat(calls).singleElement().asString().contains("http://" + address(one) + "/metrics of shops has not answered as it should since").contains("nobody listens at");
        assertThat(house.get("/api/state").at("/incidents/0/on").asString("")).isEqualTo("guard/target-away:shops");
        assertThat(house.get("/api/v1/targets").at("/data/activeTargets/0/health").asString("")).isEqualTo("down");
        assertThat(house.get("/api/v1/query?query=probe_success%7Bjob%3D%22shops%22%7D").at("/data/result/0/value/1").asString("")).isEqualTo("0");
    }
}
