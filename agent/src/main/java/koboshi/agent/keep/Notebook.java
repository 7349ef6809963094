package koboshi.agent.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import koboshi.agent.fact.DurableFile;
import koboshi.agent.link.Json;

/** What is kept of one service, in memory and on disk. Owned by the ward's thread. */
final class Notebook {
    private final Path file;
    private final Consumer<String> log;
    private Kept kept;

    Notebook(Path file, Consumer<String> log) throws IOException {
        this.file = file;
        this.log = log;
        this.kept = DurableFile.read(file).map(text -> Json.read(text, Kept.class)).orElse(Kept.NEW);
    }

    Kept kept() {
        return kept;
    }

    /** Durable when it returns. */
    void write(Kept next) throws IOException {
        kept = next;
        DurableFile.replace(file, Json.write(next, Kept.class));
    }

    /** As far as the disk allows: a full one must not keep a service from being started again. */
    void remember(Kept next) {
        try {
            write(next);
        } catch (IOException trouble) {
            log.accept(file + " cannot be written: " + trouble.getMessage());
        }
    }

    /** Until the next thing is written. */
    void note(Kept next) {
        kept = next;
    }

    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException trouble) {
            log.accept(file + " cannot be deleted: " + trouble.getMessage());
        }
    }
}
