package liveqa.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import liveqa.question.Rank;
import tools.jackson.databind.JsonNode;

/** Reads a {@code liveChatMessage} resource; what is not as it should be makes that one unreadable, never the page. */
final class MessageText {
    private static final int LONGEST_TEXT = 500;
    private static final int LONGEST_NAME = 60;

    private MessageText() {}

    static Message message(JsonNode item) {
        var snippet = item.path("snippet");
        return switch (snippet.path("type").asString("")) {
            case "textMessageEvent" -> said(item, snippet.path("textMessageDetails").path("messageText").asString(""), Rank.VIEWER);
            case "superChatEvent" -> said(item, snippet.path("superChatDetails").path("userComment").asString(""), Rank.PAID);
            case "memberMilestoneChatEvent" -> said(item, snippet.path("memberMilestoneChatDetails").path("userComment").asString(""), Rank.MEMBER);
            case "messageDeletedEvent" -> deleted(snippet.path("messageDeletedDetails").path("deletedMessageId").asString(""));
            case "messageRetractedEvent" -> deleted(snippet.path("messageRetractedDetails").path("retractedMessageId").asString(""));
            case "userBannedEvent" -> banned(snippet.path("userBannedDetails"));
            case "chatEndedEvent" -> new Message.Ended();
            case "" -> new Message.Unreadable("an item without a type");
            default -> new Message.Other();
        };
    }

    private static Message said(JsonNode item, String details, Rank atLeast) {
        var snippet = item.path("snippet");
        var author = item.path("authorDetails");
        var id = item.path("id").asString("");
        var key = author.path("channelId").asString(snippet.path("authorChannelId").asString(""));
        if (id.isEmpty() || key.isEmpty()) return new Message.Unreadable("a message without id or author");
        var text = (details.isBlank() && atLeast == Rank.VIEWER ? snippet.path("displayMessage").asString("") : details).strip();
        if (text.isEmpty()) return new Message.Other();
        var rank = atLeast == Rank.VIEWER && author.path("isChatSponsor").asBoolean(false) ? Rank.MEMBER : atLeast;
        return new Message.Said(id, at(snippet.path("publishedAt").asString("")), key, name(author), rank, cut(text, LONGEST_TEXT));
    }

    private static String name(JsonNode author) {
        var name = author.path("displayName").asString("").strip();
        return name.isEmpty() ? "匿名" : cut(name, LONGEST_NAME);
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest ? text : text.substring(0, text.offsetByCodePoints(0, longest));
    }

    /** A message without a readable time says nothing about how far the chat was read. */
    private static Instant at(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            return Instant.MAX; // Never thought older than what was read already.
        }
    }

    private static Message deleted(String id) {
        return id.isEmpty() ? new Message.Unreadable("a deletion that names no message") : new Message.Deleted(id);
    }

    private static Message banned(JsonNode details) {
        var user = details.path("bannedUserDetails");
        var key = user.path("channelId").asString("");
        if (key.isEmpty()) return new Message.Unreadable("a ban that names nobody");
        long seconds = details.path("banDurationSeconds").asLong(0);
        boolean temporary = details.path("banType").asString("").equals("temporary");
        return new Message.Banned(key, name(user), temporary ? Optional.of(Duration.ofSeconds(Math.clamp(seconds, 1, 86_400))) : Optional.empty());
    }
}
