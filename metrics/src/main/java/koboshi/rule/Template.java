package koboshi.rule;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import koboshi.series.Labels;

/**
 * A label's or annotation's text with places to fill in, in the template language of Prometheus; read once, filled in many times.
 *
 * <p>Filling in is bounded in output, depth and work, whatever the template says.
 */
public final class Template {
    /** What stands before every text, so that people need not know how values get in. */
    private static final String PREFIX =
            "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}";
    private static final List<String> VARIABLES = List.of("$labels", "$externalLabels", "$externalURL", "$value");

    private final String text;
    /** null where there is nothing to fill in */
    private final Reader.Read read;

    private Template(String text, Reader.Read read) {
        this.text = text;
        this.read = read;
    }

    /** @throws TemplateError if it is malformed, with the place */
    public static Template parse(String text) {
        return new Template(text, text.contains("{{") ? Reader.read(text, VARIABLES) : null);
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /** Text alone, the same whatever the sample. */
    boolean plain() {
        return read == null;
    }

    /**
     * @param alert the name of the alert, for messages
     * @param queries asks PromQL
     * @throws TemplateError if it cannot be filled in
     */
    String expand(String alert, Subject subject, Function<String, Datum.Result> queries) {
        return read == null ? text : new Rendering(this, "__alert_" + alert, subject, queries).run();
    }

    Reader.Read read() {
        return read;
    }

    /** Where a place stands, as line and column of the text with what stands before it. */
    String place(int start) {
        var before = PREFIX + text.substring(0, Math.clamp(start, 0, text.length()));
        int line = before.lastIndexOf('\n') + 1;
        long lines = before.chars().filter(c -> c == '\n').count() + 1;
        return lines + ":" + before.substring(line).getBytes(StandardCharsets.UTF_8).length;
    }

    /** What an alert's templates are filled in from; made once for all of them. */
    record Subject(Datum.Root root, Surroundings surroundings) {}

    static Datum.Labels map(Labels labels) {
        SortedMap<String, String> map = new TreeMap<>();
        labels.forEach(map::put);
        return new Datum.Labels(map);
    }
}
