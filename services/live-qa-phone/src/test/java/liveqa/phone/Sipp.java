package liveqa.phone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** sipp, which plays one side of SIP from a text. */
final class Sipp implements AutoCloseable {
    private final Process process;
    private final Path folder;

    private Sipp(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Starts a scenario of the tests' resources against the phone. */
    static Sipp calls(Phone phone, Path folder, String scenario, int soundPort, String... more) throws Exception {
        return calls(phone.service.sipPort(), folder, scenario, soundPort, more);
    }

    static Sipp calls(int sipPort, Path folder, String scenario, int soundPort, String... more) throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/sipp"))) Assumptions.abort("needs the package sip-tester");
        var xml = folder.resolve(scenario);
        try (var in = Sipp.class.getResourceAsStream("/sipp/" + scenario)) {
            Files.write(xml, in.readAllBytes());
        }
        var command = new ArrayList<>(List.of("sipp", "127.0.0.1:" + sipPort, "-sf", xml.toString(), "-i", "127.0.0.1",
                "-mi", "127.0.0.1", "-s", "1234",
                "-p", Integer.toString(Phone.freePort()), "-key", "sound", Integer.toString(soundPort), "-nostdin", "-trace_err", "-timeout", "100s", "-timeout_error"));
        if (!List.of(more).contains("-m")) command.addAll(List.of("-m", "1"));
        command.addAll(List.of(more));
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("sipp.out").toFile()).start();
        return new Sipp(process, folder);
    }

    /** Its own verdict: 0 when every call went as the scenario says. */
    int verdict(Duration within) throws Exception {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) throw new AssertionError("sipp still calls after " + within + "\n" + said());
        return process.exitValue();
    }

    String said() throws IOException {
        var said = new StringBuilder(Files.readString(folder.resolve("sipp.out"), StandardCharsets.ISO_8859_1));
        try (var files = Files.list(folder)) {
            for (var file : files.filter(each -> each.toString().endsWith("_errors.log")).toList()) said.append(Files.readString(file));
        }
        return said.toString();
    }

    String saidQuietly() {
        try {
            return said();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
