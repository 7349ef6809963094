package liveqa.setting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the operator may change while the stream runs: durable before it is in force, numbered, and undone one step. */
public final class Settings {
    private static final System.Logger LOG = System.getLogger("settings");
    private static final JsonMapper JSON = new JsonMapper();

    /** All values, by name, and the number of this state. Text, whole numbers and truth values. */
    public record Edition(long version, Map<String, Object> values) {
        public String text(String name) {
            return (String) values.get(name);
        }

        public int whole(String name) {
            return (Integer) values.get(name);
        }

        public boolean on(String name) {
            return (Boolean) values.get(name);
        }

        public ObjectNode json() {
            var node = JSON.createObjectNode();
            Fields.ALL.keySet().forEach(name -> node.set(name, JSON.valueToTree(values.get(name))));
            return node;
        }
    }

    /** What became of a change. */
    public sealed interface Outcome {
        record Taken(Edition edition) implements Outcome {}

        /** Somebody else was quicker; nothing was changed. */
        record Overtaken(Edition edition) implements Outcome {}

        /** There is no change to undo. */
        record NothingToUndo() implements Outcome {}
    }

    private final KeptFile file;
    private volatile Edition current = new Edition(1, initial());
    private Map<String, Object> before;
    private volatile Consumer<Edition> listener = _ -> {};

    private Settings(KeptFile file) {
        this.file = file;
    }

    /** Damaged settings are put aside and said: a stream with the first settings is better than none. */
    public static Settings open(KeptFile file) throws IOException {
        var settings = new Settings(file);
        var bytes = file.read();
        if (bytes.isPresent()) settings.read(bytes.get());
        return settings;
    }

    private void read(byte[] bytes) throws IOException {
        try {
            var node = JSON.readTree(bytes);
            var last = node.path("before");
            before = last.isObject() ? values(last) : null;
            current = new Edition(node.required("version").asLong(), values(node.required("values")));
        } catch (JacksonException e) {
            LOG.log(System.Logger.Level.WARNING, "the settings " + file.path() + " are damaged (" + e.getOriginalMessage() + "); they are at " + file.putAside()
                    + " now, and the first settings are in force");
        }
    }

    /** What an older version kept and this one does not know is left out, what it did not know is as at first. */
    private static Map<String, Object> values(JsonNode node) {
        var values = initial();
        for (var field : Fields.ALL.values()) {
            try {
                if (node.has(field.name())) values.put(field.name(), field.checked(node.get(field.name())));
            } catch (WrongSetting e) {
                LOG.log(System.Logger.Level.WARNING, "a kept setting is as at first: " + e.getMessage());
            }
        }
        return values;
    }

    private static Map<String, Object> initial() {
        var values = new HashMap<String, Object>();
        Fields.ALL.values().forEach(field -> values.put(field.name(), field.initial()));
        return values;
    }

    public void listen(Consumer<Edition> toChanges) {
        listener = toChanges;
    }

    public Edition current() {
        return current;
    }

    /**
     * Changes the named values, all or none.
     *
     * @param seen the version that the operator saw; a later one has overtaken the change
     * @throws WrongSetting when a name or value is wrong
     * @throws IOException  when it cannot be kept; then it is not in force either
     */
    public synchronized Outcome change(long seen, JsonNode changes) throws WrongSetting, IOException {
        if (!changes.isObject() || changes.isEmpty()) throw new WrongSetting("\"change\" must be an object of settings, such as {\"volume\":80}");
        var next = new HashMap<>(current.values());
        for (var change : changes.properties()) next.put(change.getKey(), field(change.getKey()).checked(change.getValue()));
        if (seen != current.version()) return new Outcome.Overtaken(current);
        return taken(next, current.values());
    }

    private static Field field(String name) throws WrongSetting {
        var field = Fields.ALL.get(name);
        if (field == null) throw new WrongSetting("there is no setting \"" + name + "\"; did you mean \"" + Fields.nearest(name) + "\"?");
        return field;
    }

    /** Brings back what was before the last change; undone again, it is the change itself. */
    public synchronized Outcome undo(long seen) throws IOException {
        if (seen != current.version()) return new Outcome.Overtaken(current);
        return before == null ? new Outcome.NothingToUndo() : taken(before, current.values());
    }

    private Outcome taken(Map<String, Object> next, Map<String, Object> last) throws IOException {
        var edition = new Edition(current.version() + 1, Map.copyOf(next));
        var kept = JSON.createObjectNode().put("version", edition.version());
        kept.set("values", edition.json());
        kept.set("before", new Edition(0, last).json());
        file.write(kept.toString().getBytes(StandardCharsets.UTF_8));
        current = edition;
        before = last;
        listener.accept(edition);
        return new Outcome.Taken(edition);
    }

    /** Values, version and what each may be, for the operator's page. */
    public synchronized ObjectNode described() {
        var node = JSON.createObjectNode().put("version", current.version()).put("undo", before != null);
        node.set("values", current.json());
        var fields = node.putArray("fields");
        for (var field : Fields.ALL.values()) {
            var described = fields.addObject().put("name", field.name()).put("group", field.label().group()).put("ja", field.label().japanese()).put("en", field.label().english());
            described.set("initial", JSON.valueToTree(field.initial()));
            field.describe(described);
        }
        return node;
    }
}
