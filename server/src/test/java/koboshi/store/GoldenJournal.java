package koboshi.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import koboshi.agent.link.Json;
import koboshi.incident.Entry;
import koboshi.loop.Snapshot;
import koboshi.loop.State;
import koboshi.store.Journal.Written;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/**
 * A journal as a release wrote it, one line of text to an entry, and the state that follows from it.
 *
 * <p>Once a release is out its files are never written again: what follows from its entries is what was promised. Until then, and for the
 * next one, {@link #main} writes them, run in this module's folder.
 */
record GoldenJournal(String release) {
    private static final Path RESOURCES = Path.of("src/test/resources/koboshi/store");

    /** @param arguments the release's name, as 0.1 */
    public static void main(String... arguments) throws IOException {
        var golden = new GoldenJournal(arguments[0]);
        var state = new State();
        var lines = new ArrayList<String>();
        for (var written : EveryEntry.story()) {
            state.apply(written.entry(), written.at());
            lines.add(line(written));
        }
        Files.write(golden.journal(), lines);
        Files.writeString(golden.state(), sorted(state.snapshot()) + "\n");
    }

    private static String line(Written written) {
        var type = Kinds.name(written.entry().getClass());
        var line = Json.mapper().createObjectNode().put("at", written.at().toEpochMilli()).put("type", type).put("version", Kinds.PUBLISHED.version(type));
        line.set("entry", Json.mapper().readTree(Kinds.write(written.entry())));
        return line.toString();
    }

    /** Names in order, for a map has none of its own. */
    static String sorted(Snapshot snapshot) {
        var plain = Json.mapper().readValue(Json.write(snapshot, Snapshot.class), Map.class);
        return Json.mapper().writerWithDefaultPrettyPrinter().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).writeValueAsString(plain);
    }

    private Path journal() {
        return RESOURCES.resolve("journal-" + release + ".jsonl");
    }

    private Path state() {
        return RESOURCES.resolve("state-" + release + ".json");
    }

    List<JsonNode> lines() throws IOException {
        return Files.readAllLines(journal()).stream().map(line -> Json.mapper().readTree(line)).toList();
    }

    String expected() throws IOException {
        return Files.readString(state()).strip();
    }

    static Entry entry(JsonNode line) {
        return Kinds.PUBLISHED.read(0, line.path("type").asString(), line.path("version").asInt(), line.path("entry").toString());
    }
}
