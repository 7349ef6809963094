package koboshi.agent.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import koboshi.agent.fact.DurableFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How far each file was brought, on disk, so that a restart brings nothing twice but what arrived in the last moment. */
final class Positions {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Map<String, Position> positions;

    private Positions(Path file, Map<String, Position> positions) {
        this.file = file;
        this.positions = positions;
    }

    /** What cannot be read is begun anew, and said. */
    static Positions read(Path file, Consumer<String> log) {
        try {
            var text = DurableFile.read(file);
            return new Positions(file, text.isEmpty() ? new TreeMap<>() : new TreeMap<>(JSON.readValue(text.get(), new TypeReference<Map<String, Position>>() {})));
        } catch (IOException | JacksonException trouble) {
            log.accept(file + " cannot be read, so logs are followed from their ends: " + trouble.getMessage());
            return new Positions(file, new TreeMap<>());
        }
    }

    Optional<Position> of(Path log) {
        return Optional.ofNullable(positions.get(log.toString()));
    }

    void arrived(Path log, Position position) throws IOException {
        if (!position.equals(positions.put(log.toString(), position))) {
            write();
        }
    }

    void forget(Path log) throws IOException {
        if (positions.remove(log.toString()) != null) {
            write();
        }
    }

    private void write() throws IOException {
        DurableFile.replace(file, JSON.writeValueAsString(positions));
    }
}
