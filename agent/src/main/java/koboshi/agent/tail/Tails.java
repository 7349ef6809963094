package koboshi.agent.tail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All logs of the services kept here. A line that is a JSON object goes as it is, so that its own time and level count, and with it the moment it was read; any
 * other with that moment alone.
 */
public final class Tails {
    /** As strict as the server, which refuses a whole piece for one line whose key comes twice. */
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final int LINES_A_SECOND = 1_000;
    /** When the line was read, which counts where it does not say its own moment: else lines of one log would come out of order. */
    private static final String READ = "koboshi_read";

    private final Positions positions;
    private final Sending sending;
    private final Consumer<String> log;
    private final InstantSource clock;
    private final Map<Path, Followed> followed = new HashMap<>();
    private final Map<Path, String> troubles = new HashMap<>();

    /** Brings records of one service to the server. */
    public interface Sending {
        /** @throws IOException when they did not arrive and are to be sent again */
        void send(String service, byte[] records) throws IOException, InterruptedException;
    }

    private record Followed(String service, TailedFile file, Rate rate) {}

    /** @param folder where is remembered how far each log was brought */
    public Tails(Path folder, Sending sending, Consumer<String> log, InstantSource clock) {
        this.positions = Positions.read(folder.resolve("tails.json"), log);
        this.sending = sending;
        this.log = log;
        this.clock = clock;
    }

    /** From now on these logs are followed, and no others. */
    public void follow(Map<String, List<Path>> logs) {
        var wanted = new HashMap<Path, String>();
        logs.forEach((service, files) -> files.forEach(file -> wanted.putIfAbsent(file, service)));
        for (var gone : List.copyOf(followed.keySet())) {
            if (!followed.get(gone).service().equals(wanted.get(gone))) {
                close(followed.remove(gone), gone);
                forget(gone);
            }
        }
        wanted.forEach(this::begin);
    }

    private void begin(Path file, String service) {
        if (followed.containsKey(file)) {
            return;
        }
        try {
            followed.put(file, new Followed(service, new TailedFile(file, positions.of(file)), new Rate(LINES_A_SECOND, System.nanoTime())));
            troubles.remove(file);
        } catch (IOException trouble) {
            say(file, trouble);
        }
    }

    private void forget(Path file) {
        try {
            positions.forget(file);
        } catch (IOException trouble) {
            say(file, trouble);
        }
    }

    private void close(Followed gone, Path file) {
        try {
            gone.file().close();
        } catch (IOException trouble) {
            say(file, trouble);
        }
    }

    private void say(Path file, IOException trouble) {
        var words = String.valueOf(trouble.getMessage());
        if (!words.equals(troubles.put(file, words))) {
            log.accept("the log " + file + " cannot be followed: " + words);
        }
    }

    /**
     * Brings a piece of each log that has any.
     *
     * @return whether there is more already
     * @throws IOException when the server takes nothing now; what did not arrive comes again
     */
    public boolean bring() throws IOException, InterruptedException {
        boolean more = false;
        for (var one : followed.entrySet()) {
            TailedFile.Piece piece;
            try {
                piece = one.getValue().file().read().orElse(null);
            } catch (IOException trouble) {
                say(one.getKey(), trouble);
                continue;
            }
            if (piece != null) {
                bring(one.getKey(), one.getValue(), piece);
                more |= piece.more();
            }
        }
        return more;
    }

    private void bring(Path path, Followed from, TailedFile.Piece piece) throws IOException, InterruptedException {
        int granted = from.rate().of(piece.lines().size(), System.nanoTime());
        var records = new StringBuilder();
        piece.lines().subList(0, granted).forEach(line -> records.append(record(line)).append('\n'));
        int dropped = piece.lines().size() - granted;
        if (dropped > 0) {
            records.append(note(dropped + " lines dropped: more than " + LINES_A_SECOND + " a second")).append('\n');
        }
        if (piece.skipped() > 0) {
            records.append(note(piece.skipped() + " bytes of " + path.getFileName() + " skipped: too far behind")).append('\n');
        }
        if (!records.isEmpty()) {
            sending.send(from.service(), records.toString().getBytes(StandardCharsets.UTF_8));
        }
        from.file().arrived(piece);
        positions.arrived(path, piece.position());
    }

    private String record(String line) {
        if (line.startsWith("{")) {
            try {
                var object = JSON.readTree(line);
                if (object.isObject()) {
                    return object.has(READ) ? line : read(line, object.isEmpty());
                }
            } catch (JacksonException _) {
                // A line that begins like an object and is none goes like any other.
            }
        }
        return JSON.writeValueAsString(Map.of("ts", clock.millis(), "log", line));
    }

    /** What else it says stays letter by letter. */
    private String read(String object, boolean empty) {
        return object.substring(0, object.lastIndexOf('}')) + (empty ? "\"" : ",\"") + READ + "\":" + clock.millis() + "}";
    }

    private String note(String words) {
        return JSON.writeValueAsString(Map.of("ts", clock.millis(), "log", words, "level", "warn", "by", "koboshi"));
    }
}
