package koboshi.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.cli.Wrong;

/** How live-qa is started together with its faults: both lie beside Koboshi, and neither is part of it. */
record LiveQaService(Path home, int port, int faultPort) {
    static LiveQaService here() throws IOException {
        var home = System.getenv("KOBOSHI_HOME");
        if (home == null || !Files.isDirectory(Path.of(home, "services"))) {
            throw new Wrong("drills need the project's folder with services/ in it: start them by its ./koboshi");
        }
        return new LiveQaService(Path.of(home), Ports.free(), Ports.free());
    }

    List<String> command(Path data, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xms24m", "-Xmx192m", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath(), "liveqa.faults.LiveQaWithFaults",
                "--listen", "127.0.0.1:" + port, "--fault-listen", "127.0.0.1:" + faultPort, "--data", data.toString()));
        command.addAll(List.of(more));
        return command;
    }

    private String classPath() throws IOException {
        var target = home.resolve("services/live-qa-faults/target");
        try (var own = Files.list(target);
                var libraries = Files.list(target.resolve("lib"))) {
            return Stream.concat(own, libraries)
                    .filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(Path::toString)
                    .collect(Collectors.joining(":"));
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    String fault(String path) {
        return "http://127.0.0.1:" + faultPort + path;
    }

    /** What a user would write to have it guarded. */
    String configuration(Path data, String panel) throws IOException {
        var service = """
                services:
                  live-qa:
                    run: [%s]
                    memory: {limit: 512MiB, swap: none}
                    warm_up: 20s
                    stop_grace: 500ms
                    page: %s
                %s
                """;
        return service.formatted(words(command(data)), url("/"), panel.isEmpty() ? "" : "    panel: " + panel) + watched();
    }

    /** A service that leaks, under the limit a user would give it. */
    String ageing(Path data, Ageing ageing, Ageing.Course course) throws IOException {
        var service = """
                services:
                  live-qa:
                    run: [%s]
                    memory: {limit: %dB, swap: %s}
                    warm_up: 5s
                    stop_grace: 500ms
                    page: %s
                """;
        var command = words(command(data, "--leak", course.text(ageing)));
        return service.formatted(command, ageing.limit, ageing.swaps() ? "allowed" : "none", url("/"));
    }

    /** What keeps an eye on its memory, resident or swapped out: it is begun anew before that runs out. */
    String guarded() {
        return watched() + """
                  memory-runs-out:
                    exhaustion:
                      of: process_resident_memory_bytes{service="live-qa"} + process_swap_memory_bytes{service="live-qa"}
                      on: service/live-qa
                      limit: %dB
                      within: 10s
                    then: [restart-gently]
                    prove: {journey: ask-and-hear, within: 30s}
                    brakes: {per_hour: 60, cool_down: 5s}
                """.formatted(Ageing.LINE);
    }

    private static String words(List<String> command) {
        return command.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", "));
    }

    /** A question asked and heard each second, and what follows when that fails. */
    private String watched() {
        return """
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
                .formatted(url("/questions"), url("/questions/${id}?wait=500ms"));
    }
}
