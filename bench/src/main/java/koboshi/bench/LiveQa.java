package koboshi.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service that is guarded, together with its faults; the same whoever guards it. */
record LiveQa(Path home, Path data, int port, int faultPort) {
    static LiveQa in(Path data) throws IOException {
        return new LiveQa(Path.of(System.getenv("KOBOSHI_HOME")), data, freePort(), freePort());
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Writes FOLDER/koboshi.yaml for a live-qa in that folder. */
    public static void main(String... args) throws IOException {
        var folder = Path.of(args[0]);
        Files.writeString(folder.resolve("koboshi.yaml"), in(folder.resolve("live-qa")).configuration());
    }

    List<String> command() throws IOException {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xms24m", "-Xmx192m", "-XX:TieredStopAtLevel=1",
                "-cp", classPath(), "liveqa.faults.LiveQaWithFaults",
                "--listen", "127.0.0.1:" + port, "--fault-listen", "127.0.0.1:" + faultPort, "--data", data.toString());
    }

    private String classPath() throws IOException {
        var target = home.resolve("services/live-qa-faults/target");
        try (var own = Files.list(target);
                var libraries = Files.list(target.resolve("lib"))) {
            return Stream.concat(own, libraries).map(Path::toString).filter(file -> file.endsWith(".jar")).sorted().collect(Collectors.joining(":"));
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    String fault(String path) {
        return "http://127.0.0.1:" + faultPort + path;
    }

    /** As the drills have it guarded. */
    String configuration() throws IOException {
        return """
                services:
                  live-qa:
                    run: [%s]
                    memory: {limit: 512MiB, swap: none}
                    warm_up: 20s
                    stop_grace: 500ms

                journeys:
                  ask-and-hear:
                    service: live-qa
                    every: 1s
                    timeout: 600ms
                    identity: {header: X-Service, value: live-qa}
                    steps:
                      - name: ask
                        post: %s
                        json: {author: rehearsal, text: 保育料はどうなりますか, channel: probe}
                        expect: {status: 202}
                        capture: {id: /id}
                      - name: hear
                        get: %s
                        expect: {json: {/status: answered, /outcome: valid}}

                guards:
                  silent:
                    journey: ask-and-hear
                    then: [capture, restart]
                    prove: {journey: ask-and-hear, within: 40s}
                    brakes: {per_hour: 6, cool_down: 10s}
                """
                .formatted(command().stream().map(word -> '"' + word + '"').collect(Collectors.joining(", ")), url("/questions"), url("/questions/${id}?wait=500ms"));
    }
}
