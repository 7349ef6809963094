package liveqa.feed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/** Reads one chat message; says what is wrong with one that cannot be read. */
final class CommentText {
    static final int LONGEST_TEXT = 500;

    private CommentText() {}

    /** @throws IllegalArgumentException saying which field is wrong, and how it should be */
    static Comment comment(JsonNode message) {
        if (!message.isObject()) throw new IllegalArgumentException("a chat message is an object with author, text and time");
        var author = required(message, "author", 60);
        var text = required(message, "text", LONGEST_TEXT);
        var time = time(message);
        var id = message.path("id").asString("");
        if (id.length() > 200) throw new IllegalArgumentException("\"id\" is longer than 200 characters");
        return new Comment("chat-" + digest(id.isEmpty() ? String.join("\n", author, text, time) : id), author, text);
    }

    private static String required(JsonNode message, String field, int longest) {
        var node = message.path(field);
        if (!node.isString() || node.stringValue().isBlank()) throw new IllegalArgumentException("\"" + field + "\" must be a text");
        if (node.stringValue().length() > longest) throw new IllegalArgumentException("\"" + field + "\" is longer than " + longest + " characters");
        return node.stringValue().strip();
    }

    /** Optional; it tells two messages of the same words apart when they bear no id. */
    private static String time(JsonNode message) {
        var node = message.path("time");
        if (node.isMissingNode() || node.isNull()) return "";
        try {
            return OffsetDateTime.parse(node.asString("")).toInstant().toString();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"time\" must be like 2026-04-01T19:30:00+09:00", e);
        }
    }

    /** A platform's ids may hold any characters; ours go into a path. */
    private static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
