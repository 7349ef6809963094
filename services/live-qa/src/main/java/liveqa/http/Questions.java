package liveqa.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liveqa.question.Asker;
import liveqa.question.Channel;
import liveqa.question.Desk;
import liveqa.question.Question;
import liveqa.question.HoldReason;
import liveqa.question.Rank;
import liveqa.question.Reception;
import liveqa.question.Standing;
import liveqa.question.Standings;
import tools.jackson.databind.JsonNode;

/** Asking, and hearing the answer. */
final class Questions {
    static final int LONGEST_TEXT = 500;
    private static final int LONGEST_AUTHOR = 60;
    private static final int LARGEST_BODY = 16 * 1024;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,80}");
    private static final Pattern WAIT = Pattern.compile("(\\d{1,6})(ms|s)?");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Desk desk;
    private final Views views;
    private final InstantSource clock;

    Questions(Desk desk, Views views, InstantSource clock) {
        this.desk = desk;
        this.views = views;
        this.clock = clock;
    }

    Reply ask(Request request) throws IOException, Refusal, InterruptedException {
        var body = request.json(LARGEST_BODY);
        if (!body.isObject()) throw new Refusal(400, "a question is an object {\"author\":\"..\",\"text\":\"..\"}");
        var question = new Question(id(body, request), text(body, "author", LONGEST_AUTHOR, "匿名"), text(body, "text", LONGEST_TEXT, null),
                channel(body), clock.instant(), asker(body));
        return switch (desk.ask(question)) {
            case Reception.Accepted accepted -> accepted(accepted);
            case Reception.Full full -> throw full(full);
            case Reception.Barred() -> throw new Refusal(403, "この配信では、質問をお受けできません。");
            case Reception.IdTaken taken -> throw new Refusal(409, "another question has the id \"" + taken.id() + "\"");
            case Reception.NotKept notKept -> throw new Refusal(503,
                    "the question could not be written to the disk and was not accepted: " + notKept.why(), Map.of("Retry-After", "5"));
        };
    }

    private static Reply accepted(Reception.Accepted accepted) {
        var id = accepted.ticket().question().id();
        var view = Json.object().put("id", id).put("status", Standings.word(accepted.ticket()));
        if (accepted.ticket().standing() instanceof Standing.Held(HoldReason why, _)) Views.reason(view, why);
        Views.place(view, accepted.place());
        return Reply.json(202, view).with("Location", "/questions/" + id);
    }

    private static Refusal full(Reception.Full full) {
        long seconds = Math.clamp(full.tryAgainIn().toSeconds(), 1, 60);
        return new Refusal(429, "ただいま質問が混み合っています。" + seconds + "秒ほどたってから、もう一度お送りください。", Map.of("Retry-After", Long.toString(seconds)));
    }

    private static String id(JsonNode body, Request request) throws Refusal {
        if (body.has("id")) {
            var id = body.path("id").asString("");
            if (!ID.matcher(id).matches()) throw new Refusal(400, "\"id\" must be 1 to 80 of the characters A-Z a-z 0-9 _ . : -");
            return id;
        }
        // The same key gives the same id, also after a restart, without anything more to remember.
        return request.header("Idempotency-Key").map(key -> "k-" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> "q-" + UUID.randomUUID());
    }

    private static String text(JsonNode body, String field, int longest, String absent) throws Refusal {
        var node = body.path(field);
        if (absent != null && (node.isMissingNode() || node.isNull() || node.isString() && node.stringValue().isBlank())) return absent;
        if (!node.isString() || node.stringValue().isBlank()) throw new Refusal(400, "\"" + field + "\" must be a text that is not empty");
        var text = node.stringValue().strip();
        if (text.codePointCount(0, text.length()) > longest) throw new Refusal(400, "\"" + field + "\" is longer than " + longest + " characters");
        return text;
    }

    /** An opaque text of the caller's own that tells its askers apart; never shown. */
    private static Asker asker(JsonNode body) throws Refusal {
        var key = text(body, "asker", 80, "");
        return key.isEmpty() ? Asker.UNKNOWN : new Asker(channel(body).word() + ":" + key, Rank.VIEWER);
    }

    private static Channel channel(JsonNode body) throws Refusal {
        if (!body.has("channel")) return Channel.HTTP;
        return Channel.of(body.path("channel").asString(""))
                .orElseThrow(() -> new Refusal(400, "\"channel\" must be one of " + Stream.of(Channel.values()).map(Channel::word).collect(Collectors.joining(", "))));
    }

    Reply find(Request request, String id) throws Refusal, InterruptedException {
        var wait = wait(request.query("wait").orElse("0"));
        var ticket = desk.find(id).orElseThrow(() -> new Refusal(404, "no question has the id \"" + id + "\""));
        if (!wait.isZero()) ticket.awaitAnswer(wait);
        return Reply.json(200, views.question(ticket));
    }

    private static Duration wait(String text) throws Refusal {
        var parts = WAIT.matcher(text);
        if (!parts.matches()) throw new Refusal(400, "\"wait\" must be like 5s or 500ms");
        long number = Long.parseLong(parts.group(1));
        var wait = "ms".equals(parts.group(2)) ? Duration.ofMillis(number) : Duration.ofSeconds(number);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
