package liveqa.question;

import liveqa.answer.Source;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The source of an answer in a line of the log; page and whole passage came later and may be absent. */
final class EntrySource {
    private EntrySource() {}

    static void put(ObjectNode line, Source source) {
        if (source.page() > 0) line.put("page", source.page());
        if (!source.passage().equals(source.quote())) line.put("passage", source.passage());
    }

    static Source of(JsonNode line) {
        var quote = line.required("quote").stringValue();
        return new Source(line.required("document").stringValue(), line.required("heading").stringValue(), line.path("page").asInt(0), quote, line.path("passage").asString(quote));
    }
}
