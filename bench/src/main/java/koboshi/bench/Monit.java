package koboshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The peer: monit with a cycle of one second, a rule on live-qa's process and one on its /health, as its manual has it.
 *
 * <p>Whoever opens it closes it: monit and live-qa end with it.
 */
final class Monit implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/bin/monit");

    /** Somebody waits for the process, or it stays a zombie where nobody reaps quickly, and monit would be blamed for that. */
    private static final String START = "cd %s\n{ setsid %s & echo $! >pid; wait; } >>service.log 2>&1 </dev/null &\nsleep 0.1\n";

    private final Path folder;
    private final LiveQa service;
    private final Process monit;

    private Monit(Path folder, LiveQa service, Process monit) {
        this.folder = folder;
        this.service = service;
        this.monit = monit;
    }

    static Monit open() throws IOException {
        var folder = Files.createTempDirectory("koboshi-peer-");
        var service = LiveQa.in(folder.resolve("data"));
        script(folder.resolve("start"), START.formatted(folder, words(service)));
        script(folder.resolve("stop"), "kill -9 \"$(cat %s/pid)\"\n".formatted(folder));
        var rules = Files.writeString(folder.resolve("monitrc"), rules(folder, service));
        Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("rw-------"));
        var monit = new ProcessBuilder(PROGRAM.toString(), "-I", "-c", rules.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile()).start();
        return new Monit(folder, service, monit);
    }

    private static String words(LiveQa service) throws IOException {
        return service.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    private static void script(Path file, String lines) throws IOException {
        Files.writeString(file, "#!/bin/bash\n" + lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static String rules(Path folder, LiveQa service) {
        return """
                set daemon 1
                set log %1$s/log
                set pidfile %1$s/monit.pid
                set idfile %1$s/id
                set statefile %1$s/state
                check process live-qa with pidfile %1$s/pid
                  start program = "%1$s/start" with timeout 30 seconds
                  stop program = "%1$s/stop" with timeout 5 seconds
                  if failed host 127.0.0.1 port %2$d protocol http request "/health" with timeout 1 seconds then restart
                """
                .formatted(folder, service.port());
    }

    LiveQa service() {
        return service;
    }

    /** The process's own word of how long its start took, in seconds. */
    double warmUp() throws IOException {
        var match = Pattern.compile("live-qa ready at \\S+ after (\\d+) ms").matcher(Files.readString(folder.resolve("service.log")));
        return match.find() ? Double.parseDouble(match.group(1)) / 1e3 : 0;
    }

    /** How much it has said of trouble so far. */
    long troubles() {
        try (var lines = Files.lines(folder.resolve("log"))) {
            return lines.filter(line -> line.contains("error")).count();
        } catch (IOException _) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        monit.destroy();
        try {
            if (!monit.waitFor(10, TimeUnit.SECONDS)) {
                monit.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        var pid = folder.resolve("pid");
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(handle -> {
                handle.destroyForcibly();
                handle.onExit().completeOnTimeout(handle, 5, TimeUnit.SECONDS).join();
            });
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
