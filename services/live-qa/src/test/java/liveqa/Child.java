package liveqa;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service as a process of its own, which can be killed. */
final class Child implements AutoCloseable {
    final Process process;
    final HttpClient client = HttpClient.newHttpClient();
    private final BufferedReader out;
    private String url;

    private Child(List<String> command) throws IOException {
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        this.out = process.inputReader();
    }

    static Child ready(Path data, String... flags) throws IOException {
        return ready(command(data, flags));
    }

    /** A limit on the size of files it writes: the nearest thing to a full disk that needs no rights. */
    static Child readyWithFilesOfAtMost(int kilobytes, Path data) throws IOException {
        var command = new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "bash"));
        command.addAll(command(data));
        return ready(command);
    }

    /** Returns when it says that it is ready; fails with all it said when it ends before. */
    private static Child ready(List<String> command) throws IOException {
        var child = new Child(command);
        var said = new StringBuilder();
        for (var line = child.out.readLine(); line != null; line = child.out.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("live-qa ready at ")) {
                child.url = line.split(" ")[3];
                Thread.ofVirtual().start(child::drain);
                return child;
            }
        }
        throw new AssertionError("it ended before it was ready:\n" + said);
    }

    private static List<String> command(Path data, String... flags) {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "liveqa.LiveQa",
                "--data", data.toString()));
        command.addAll(List.of(flags));
        if (!command.contains("--listen")) command.addAll(List.of("--listen", "127.0.0.1:0"));
        return command;
    }

    /** What it said, and how it ended. */
    record End(int code, String said) {}

    static End end(Path data, String... flags) throws Exception {
        var child = new Child(command(data, flags));
        var said = child.out.readAllAsString();
        return new End(child.process.waitFor(), said);
    }

    private void drain() {
        try {
            while (out.readLine() != null) Thread.onSpinWait();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    HttpRequest question(String id, String text) {
        var body = Running.JSON.createObjectNode().put("id", id).put("text", text).toString();
        return HttpRequest.newBuilder(URI.create(url + "/questions")).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(20)).build();
    }

    HttpResponse<String> ask(String id, String text) throws Exception {
        return client.send(question(id, text), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json))
                .timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    void kill9() {
        process.destroyForcibly().onExit().join();
    }

    /** How long it took to end once asked to. */
    Duration endsWhenAskedAfter() throws InterruptedException {
        long asked = System.nanoTime();
        process.destroy();
        process.waitFor();
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    /** Whether it ended within that time of being asked to. */
    boolean endsWhenAskedWithin(Duration time) throws InterruptedException {
        process.destroy();
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        client.shutdownNow();
        kill9();
    }
}
