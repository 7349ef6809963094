package liveqa.air;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The programme as JSON: for the disk, to go on after a restart, and for the pages. */
final class ProgrammeText {
    static final JsonMapper JSON = new JsonMapper();

    private ProgrammeText() {}

    static byte[] kept(Programme programme) {
        var node = JSON.createObjectNode();
        var begun = node.putArray("begun");
        var waiting = node.putArray("waiting");
        for (var segment : programme.lineup) {
            if (segment.begun()) begun.add(begun(segment));
            else if (!segment.growing) waiting.add(item(segment.item));
        }
        programme.waiting.stream().filter(item -> !programme.isGrowing(item)).forEach(item -> waiting.add(item(item)));
        var told = node.putArray("told");
        programme.told.forEach(item -> told.add(item(item)));
        var known = node.putArray("known");
        // Of which nothing was said yet, and which is not whole, the next run begins anew.
        programme.known().stream().filter(id -> !programme.isUnsaidPart(id)).forEach(known::add);
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode begun(Segment segment) {
        var node = JSON.createObjectNode().put("said", segment.said).put("growing", segment.growing);
        node.set("item", item(segment.item));
        var sentences = node.putArray("sentences");
        segment.sentences.forEach(sentence -> sentences.addObject().put("kind", sentence.kind()).put("text", sentence.text()));
        return node;
    }

    static ObjectNode item(Item item) {
        return JSON.createObjectNode().put("id", item.id()).put("author", item.author()).put("question", item.question()).put("outcome", item.outcome())
                .put("answer", item.answer()).put("document", item.document()).put("heading", item.heading()).put("readyAt", item.readyAt().toString());
    }

    /** @throws RuntimeException when the bytes are not a kept programme */
    static void restore(byte[] kept, Programme into, long now) {
        var node = JSON.readTree(kept);
        for (var id : node.required("known")) into.remember(id.stringValue());
        for (var segment : node.required("begun")) {
            if (segment.path("growing").asBoolean(false)) into.resume(segment(segment, now));
            else into.lineup.addLast(segment(segment, now));
        }
        for (var item : node.required("waiting")) into.waiting.addLast(item(item));
        for (var item : node.required("told")) into.told.addLast(item(item));
    }

    private static Segment segment(JsonNode node, long now) {
        var sentences = new ArrayList<Sentence>();
        for (var sentence : node.required("sentences")) sentences.add(new Sentence(text(sentence, "kind"), text(sentence, "text")));
        return new Segment(item(node.required("item")), sentences, node.required("said").intValue(), now);
    }

    private static Item item(JsonNode node) {
        return new Item(text(node, "id"), text(node, "author"), text(node, "question"), text(node, "outcome"), text(node, "answer"),
                text(node, "document"), text(node, "heading"), Instant.parse(text(node, "readyAt")));
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).stringValue();
    }

    /** For the pages: the lineup with its cues, what comes next and what was told. */
    static ObjectNode shown(Programme programme, int most) {
        var node = JSON.createObjectNode();
        var lineup = node.putArray("lineup");
        programme.lineup.forEach(segment -> lineup.add(shown(segment)));
        var next = node.putArray("next");
        programme.waiting.stream().limit(most).forEach(item -> next.addObject().put("id", item.id()).put("author", item.author()).put("question", item.question()));
        node.put("waiting", programme.waiting.size()).put("skipped", programme.skipped);
        if (!programme.told.isEmpty()) node.set("last", item(programme.told.peekFirst()));
        return node;
    }

    private static ObjectNode shown(Segment segment) {
        var node = item(segment.item).put("said", segment.said).put("growing", segment.growing);
        var sentences = node.putArray("sentences");
        segment.sentences.forEach(sentence -> sentences.addObject().put("kind", sentence.kind()).put("text", sentence.text()).put("english", sentence.english()));
        var cues = node.putArray("cues");
        for (var cue : segment.cues) {
            cues.addObject().put("index", cue.index()).put("at", cue.at()).put("millis", cue.millis()).put("sound", cue.sound()).put("mouth", cue.mouth());
        }
        return node;
    }
}
