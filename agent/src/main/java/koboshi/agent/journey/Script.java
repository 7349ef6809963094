package koboshi.agent.journey;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import koboshi.journey.Step;
import koboshi.journey.Template;

/** What a run knows by now: the values captured so far, and the secrets it has used. */
final class Script {
    private static final int SHOWN = 200;

    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final Keyring secrets = new Keyring();

    void keep(Map<String, String> captured) {
        values.putAll(captured);
    }

    /** @throws IllegalArgumentException naming the first value that was never captured */
    String fill(String text) {
        return Template.fill(text, values, secrets::value);
    }

    /**
     * For protocols in which a line break begins something new: none may come in by a value.
     *
     * @throws IllegalArgumentException when one does
     */
    String fillLines(String text) {
        var filled = fill(text);
        if (breaks(filled) != breaks(text)) {
            throw new IllegalArgumentException("a value with a line break was to be said");
        }
        return filled;
    }

    private static long breaks(String text) {
        return text.chars().filter(character -> character == '\n' || character == '\r').count();
    }

    boolean lacks(Step step) {
        return step.texts().stream().flatMap(text -> Template.names(text).stream()).anyMatch(name -> !Template.isSecret(name) && !values.containsKey(name));
    }

    /** Without what is secret. */
    String masked(String text) {
        return secrets.masked(text);
    }

    /** On one line, of a length that can be read, and without what is secret: that first, or half a secret would be left at the end. */
    String shown(String text) {
        var line = masked(text).replaceAll("\\s+", " ").trim();
        return line.isEmpty() ? "nothing" : line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
