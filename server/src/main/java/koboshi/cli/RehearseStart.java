package koboshi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import koboshi.app.Koboshi;
import koboshi.config.Configuration;
import koboshi.config.Problems;
import koboshi.config.Settings;
import picocli.CommandLine.Command;

/** Starts everything once in a folder of its own and asks what a page would ask, so that the JVM can record what a start needs. */
@Command(
        name = "rehearse-start",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Starts and stops once, for the fast-start cache.",
        footer = Exit.HELP)
final class RehearseStart implements Callable<Integer> {
    private static final String PLAN =
            """
            listen: 127.0.0.1:0
            services: {s: {adopt: {pid_file: nobody.pid, start: [/bin/true]}, host: elsewhere}}
            journeys: {j: {service: s, every: 1s, timeout: 300ms, steps: [{post: "http://127.0.0.1:9/", json: {a: 1}}]}}
            heartbeats: {h: {every: 1d}}
            guards:
              silent: {journey: j, then: [capture, restart]}
              late: {heartbeat: h, then: [notify]}
              high: {when: 'a{b="c"} > 5', for: 1m, then: [notify]}
            scrapes: {own: {files: [targets.json], every: 200ms}}
            rules: {files: [rules.yml], every: 1s}
            """;

    @Override
    public Integer call() throws IOException, Problems {
        var folder = Files.createTempDirectory("koboshi-start-");
        var watch = new RehearsedWatch(folder);
        watch.prepare();
        var file = Files.writeString(folder.resolve("koboshi.yaml"), PLAN);
        var read = Configuration.read(file);
        try (var koboshi = Koboshi.start(read.with(read.settings().listeningAt(new Settings.Listen("127.0.0.1", 0))))) {
            visit(Server.at(koboshi.address()), watch);
        } finally {
            remove(folder);
        }
        return Exit.OK;
    }

    private static void visit(Server server, RehearsedWatch watch) throws IOException {
        server.text("/health");
        server.text("/");
        server.text("/metrics");
        server.get("/api/state");
        server.get("/api/incidents");
        server.push("a{b=\"c\"} 7\n");
        while (server.get("/api/state").at("/services/0/journeys/0/clean").isNull()) {
            Thread.onSpinWait();
        }
        watch.begin(server);
        new RehearsedLoad(server, System.currentTimeMillis()).run();
        watch.await(server);
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
