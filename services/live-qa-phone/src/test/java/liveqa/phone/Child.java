package liveqa.phone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The service as a process of its own, which can be measured and killed. */
final class Child implements AutoCloseable {
    final Process process;
    final StringBuffer said = new StringBuffer();
    private final BufferedReader out;
    private final HttpClient client = HttpClient.newHttpClient();
    private String url;

    private Child(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        out = process.inputReader();
    }

    /** Returns when it says that it is ready; fails with all it said when it ends before. */
    static Child ready(String... flags) throws IOException {
        return ready("liveqa.phone.LiveQaPhone", "live-qa-phone ready at ", Map.of("TWILIO_AUTH_TOKEN", Phone.TOKEN), flags);
    }

    /** The real live-qa. */
    static Child liveQa(Path data) throws IOException {
        return ready("liveqa.LiveQa", "live-qa ready at ", Map.of(), "--data", data.toString(), "--listen", "127.0.0.1:0");
    }

    private static Child ready(String main, String ready, Map<String, String> environment, String... flags) throws IOException {
        var child = new Child(command(main, flags), environment);
        for (var line = child.out.readLine(); line != null; line = child.out.readLine()) {
            child.said.append(line).append('\n');
            if (!line.startsWith(ready)) continue;
            child.url = line.substring(ready.length()).split(" ")[0];
            Thread.ofVirtual().start(child::drain);
            return child;
        }
        throw new AssertionError("it ended before it was ready:\n" + child.said);
    }

    private static List<String> command(String main, String... flags) {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m", "-cp", System.getProperty("java.class.path"), main));
        command.addAll(Arrays.asList(flags));
        return command;
    }

    /** What it said, and how it ended. */
    record End(int code, String said) {}

    static End end(Map<String, String> environment, String... flags) throws Exception {
        var child = new Child(command("liveqa.phone.LiveQaPhone", flags), environment);
        var said = child.out.readAllAsString();
        return new End(child.process.waitFor(), said);
    }

    private void drain() {
        try {
            for (var line = out.readLine(); line != null; line = out.readLine()) said.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create(url);
    }

    double metric(String name, String label) {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url + "/metrics")).build(), BodyHandlers.ofString()).body().lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " ")).filter(line -> line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How many files, or threads, it has open. */
    long count(String what) {
        try (var all = Files.list(Path.of("/proc", Long.toString(process.pid()), what))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of all objects somebody still holds, by class; what the collector only uses to fill gaps is none of them. */
    Map<String, Long> held() {
        var jcmd = Path.of(ProcessHandle.current().info().command().orElseThrow()).resolveSibling("jcmd");
        try {
            var counting = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram").redirectErrorStream(true).start();
            return counting.inputReader().lines().map(String::strip).filter(line -> line.matches("\\d+:\\s+\\d+\\s.*")).map(line -> line.split("\\s+"))
                    .filter(parts -> !parts[3].contains("FillerElement")).collect(Collectors.toMap(parts -> parts[3], parts -> Long.parseLong(parts[2]), Long::sum));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroyForcibly().onExit().join();
    }
}
