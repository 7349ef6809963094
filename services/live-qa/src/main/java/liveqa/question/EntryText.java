package liveqa.question;

import java.time.Instant;
import liveqa.answer.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Entries as lines of JSON, and back. */
final class EntryText {
    private static final JsonMapper JSON = new JsonMapper();

    private EntryText() {}

    static String line(Entry entry) {
        return switch (entry) {
            case Entry.Asked asked -> asked(asked.question()).toString();
            case Entry.Answered answered -> answered(answered).toString();
        };
    }

    private static ObjectNode asked(Question question) {
        return JSON.createObjectNode().put("entry", "asked").put("id", question.id()).put("author", question.author())
                .put("text", question.text()).put("channel", question.channel().word()).put("at", question.askedAt().toString());
    }

    private static ObjectNode answered(Entry.Answered answered) {
        var line = JSON.createObjectNode().put("entry", "answered").put("id", answered.id()).put("at", answered.at().toString())
                .put("outcome", answered.answer().outcome());
        if (answered.answer() instanceof Answer.Found found) {
            line.put("answer", found.text()).put("document", found.source().document())
                    .put("heading", found.source().heading()).put("quote", found.source().quote());
            EntrySource.put(line, found.source());
        }
        return line;
    }

    /** @throws RuntimeException when the line is not a whole entry */
    static Entry entry(String line) {
        var node = JSON.readTree(line);
        return switch (text(node, "entry")) {
            case "asked" -> new Entry.Asked(question(node));
            case "answered" -> new Entry.Answered(text(node, "id"), answer(node), Instant.parse(text(node, "at")));
            case String other -> throw new IllegalArgumentException("an entry of the unknown kind \"" + other + "\"");
        };
    }

    private static Question question(JsonNode node) {
        var channel = Channel.of(text(node, "channel")).orElse(Channel.HTTP);
        return new Question(text(node, "id"), text(node, "author"), text(node, "text"), channel, Instant.parse(text(node, "at")));
    }

    private static Answer answer(JsonNode node) {
        return switch (text(node, "outcome")) {
            case "valid" -> new Answer.Found(text(node, "answer"), EntrySource.of(node));
            case "none" -> new Answer.NotFound();
            case "failed" -> new Answer.Failed();
            case String other -> throw new IllegalArgumentException("an answer of the unknown outcome \"" + other + "\"");
        };
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).stringValue();
    }
}
