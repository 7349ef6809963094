package liveqa.question;

import java.time.Instant;
import java.util.Optional;
import liveqa.answer.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Entries as lines of JSON, and back. What a field's absence means is what older logs meant. */
final class EntryText {
    private static final JsonMapper JSON = new JsonMapper();

    private EntryText() {}

    static String line(Entry entry) {
        return switch (entry) {
            case Entry.Asked asked -> asked(asked).toString();
            case Entry.Answered answered -> answered(answered).toString();
            case Entry.Decided decided -> started("decided", decided.id(), decided.at())
                    .put("decision", decided.decision().word()).put("by", decided.by()).toString();
            case Entry.Banned banned -> banned(banned).toString();
            case Entry.Lifted lifted -> started("lifted", lifted.id(), lifted.at()).put("by", lifted.by()).toString();
        };
    }

    private static ObjectNode started(String kind, String id, Instant at) {
        return JSON.createObjectNode().put("entry", kind).put("id", id).put("at", at.toString());
    }

    private static ObjectNode asked(Entry.Asked asked) {
        var question = asked.question();
        var line = JSON.createObjectNode().put("entry", "asked").put("id", question.id()).put("author", question.author())
                .put("text", question.text()).put("channel", question.channel().word()).put("at", question.askedAt().toString());
        if (question.asker().isKnown()) line.put("asker", question.asker().key());
        if (question.asker().rank() != Rank.VIEWER) line.put("rank", question.asker().rank().word());
        asked.hold().ifPresent(why -> line.put("held", why.word()));
        asked.joins().ifPresent(other -> line.put("joins", other));
        return line;
    }

    private static ObjectNode answered(Entry.Answered answered) {
        var line = started("answered", answered.id(), answered.at()).put("outcome", answered.answer().outcome());
        if (answered.answer() instanceof Answer.Found found) {
            line.put("answer", found.text()).put("document", found.source().document())
                    .put("heading", found.source().heading()).put("quote", found.source().quote());
            EntrySource.put(line, found.source());
        }
        return line;
    }

    private static ObjectNode banned(Entry.Banned banned) {
        var line = started("banned", banned.id(), banned.at()).put("name", banned.name()).put("by", banned.by());
        banned.until().ifPresent(until -> line.put("until", until.toString()));
        return line;
    }

    /** @throws RuntimeException when the line is not a whole entry */
    static Entry entry(String line) {
        var node = JSON.readTree(line);
        return switch (text(node, "entry")) {
            case "asked" -> new Entry.Asked(question(node), optional(node, "held").map(EntryText::hold), optional(node, "joins"));
            case "answered" -> new Entry.Answered(text(node, "id"), answer(node), at(node));
            case "decided" -> new Entry.Decided(text(node, "id"), decision(text(node, "decision")), text(node, "by"), at(node));
            case "banned" -> new Entry.Banned(text(node, "id"), text(node, "name"), text(node, "by"), at(node), optional(node, "until").map(Instant::parse));
            case "lifted" -> new Entry.Lifted(text(node, "id"), text(node, "by"), at(node));
            case String other -> throw new IllegalArgumentException("an entry of the unknown kind \"" + other + "\"");
        };
    }

    private static Question question(JsonNode node) {
        var channel = Channel.of(text(node, "channel")).orElse(Channel.HTTP);
        var asker = new Asker(optional(node, "asker").orElse(""), optional(node, "rank").flatMap(Rank::of).orElse(Rank.VIEWER));
        return new Question(text(node, "id"), text(node, "author"), text(node, "text"), channel, at(node), asker);
    }

    private static HoldReason hold(String word) {
        return HoldReason.of(word).orElseThrow(() -> new IllegalArgumentException("held for the unknown reason \"" + word + "\""));
    }

    private static Decision decision(String word) {
        return Decision.of(word).orElseThrow(() -> new IllegalArgumentException("the unknown decision \"" + word + "\""));
    }

    private static Answer answer(JsonNode node) {
        return switch (text(node, "outcome")) {
            case "valid" -> new Answer.Found(text(node, "answer"), EntrySource.of(node));
            case "none" -> new Answer.NotFound();
            case "failed" -> new Answer.Failed();
            case String other -> throw new IllegalArgumentException("an answer of the unknown outcome \"" + other + "\"");
        };
    }

    private static Instant at(JsonNode node) {
        return Instant.parse(text(node, "at"));
    }

    private static Optional<String> optional(JsonNode node, String field) {
        return node.has(field) ? Optional.of(text(node, field)) : Optional.empty();
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).stringValue();
    }
}
