package koboshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Other people's programs, where they are installed or unpacked. */
final class Programs {
    private Programs() {}

    static Optional<Path> find(String name) {
        return Arrays.stream(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
    }

    static Process start(Path log, List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }
}
