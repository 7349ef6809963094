package koboshi.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** One line on each change, to the terminal and to {@code agent.log}: with nobody at the terminal the file still tells. */
record Diary(PrintStream file) implements Consumer<String> {
    private static final long ROTATE_AT = 5L << 20;

    static Diary in(Path state) throws IOException {
        var log = state.resolve("agent.log");
        if (Files.exists(log) && Files.size(log) > ROTATE_AT) {
            Files.move(log, state.resolve("agent.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        var stream = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new Diary(new PrintStream(stream, true, StandardCharsets.UTF_8));
    }

    @Override
    public void accept(String line) {
        var dated = Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line;
        System.out.println(dated);
        file.println(dated);
    }
}
