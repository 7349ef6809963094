package liveqa.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show. */
class SuddenDeathTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private @TempDir Path data;

    private final class Child implements AutoCloseable {
        final Process process;
        final String service;
        final String faults;

        Child() throws Exception {
            var java = ProcessHandle.current().info().command().orElseThrow();
            process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), LiveQaWithFaults.class.getName(),
                    "--listen", "127.0.0.1:0", "--data", data.toString(), "--fault-port", "0", "--probe-every", "0s").redirectErrorStream(true).start();
            service = url("live-qa ready at ");
            faults = url("faults ready at ");
        }

        private String url(String before) throws Exception {
            BufferedReader out = process.inputReader();
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(before)) return line.substring(before.length()).split(" ")[0];
            }
            throw new AssertionError("it ended without saying: " + before);
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    private String post(String url, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString()).body();
    }

    private String get(String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString()).body();
    }

    @Test
    void whatWasAcceptedInSilenceIsAnsweredAfterTheCrash() throws Exception {
        try (var child = new Child()) {
            post(child.faults + "/faults/silent", "");
            assertThat(post(child.service + "/questions", "{\"id\":\"a\",\"text\":\"財源はどこですか\"}")).contains("\"place\":1");
            post(child.faults + "/faults/crash", "");
            assertThat(child.process.waitFor()).isEqualTo(137);
        }
        try (var revived = new Child()) {
            assertThat(get(revived.service + "/questions/a?wait=20s")).contains("\"outcome\":\"valid\"");
            assertThat(get(revived.faults + "/faults")).isEqualTo("{\"on\":[]}");
        }
    }

    @Test
    void aThreadDumpOfHungWorkersNamesTheDeadlock() throws Exception {
        try (var child = new Child()) {
            post(child.faults + "/faults/hang", "");
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            var dump = new ProcessBuilder(jcmd, Long.toString(child.process.pid()), "Thread.print", "-l").redirectErrorStream(true).start();
            assertThat(dump.inputReader().readAllAsString()).contains("Found one Java-level deadlock", "\"answer-1\"");
        }
    }
}
