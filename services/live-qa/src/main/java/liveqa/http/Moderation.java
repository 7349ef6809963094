package liveqa.http;

import java.io.IOException;
import java.util.List;
import liveqa.answer.Answer;
import liveqa.answer.Source;
import liveqa.question.Decision;
import liveqa.question.Desk;
import liveqa.question.Ruling;
import liveqa.question.Ticket;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The moderators' board, and what they decide there. */
final class Moderation {
    private static final int LARGEST_BODY = 16 * 1024;
    private static final int SHOWN = 200;
    private static final int LONGEST_ANSWER = 500;
    private static final int LONGEST_SOUGHT = 100;
    private static final String BY_HAND = "司会からの回答";

    private final Desk desk;
    private final Views views;
    private final Operator operator;

    Moderation(Desk desk, Operator operator) {
        this.desk = desk;
        this.views = new Views(desk);
        this.operator = operator;
    }

    Reply board(Request request) throws Refusal {
        operator.check(request);
        var board = Json.object().put("waiting", desk.waiting()).put("heldCount", desk.held());
        put(board.putArray("line"), desk.firstInLine(SHOWN));
        put(board.putArray("held"), desk.heldQuestions().stream().limit(SHOWN).toList());
        put(board.putArray("settled"), desk.lastSettled(50));
        var sought = sought(request);
        if (!sought.isEmpty()) put(board.putArray("found"), desk.search(sought, SHOWN));
        var bans = board.putArray("bans");
        desk.bans().stream().limit(SHOWN).forEach(ban -> bans.addObject().put("key", ban.key()).put("name", ban.name()).put("by", ban.by()).put("at", ban.at().toString()));
        return Reply.json(200, board).with("Cache-Control", "no-store");
    }

    private static String sought(Request request) throws Refusal {
        var sought = request.query("find").orElse("").strip();
        if (sought.length() > LONGEST_SOUGHT) throw new Refusal(400, "\"find\" is longer than " + LONGEST_SOUGHT + " characters");
        return sought;
    }

    private void put(ArrayNode array, List<Ticket> tickets) {
        tickets.forEach(ticket -> array.add(view(ticket)));
    }

    private ObjectNode view(Ticket ticket) {
        var view = views.question(ticket).put("version", ticket.version()).put("pinned", ticket.isPinned())
                .put("rank", ticket.question().asker().rank().word()).put("bannable", ticket.question().asker().isKnown());
        ticket.lastDecision().flatMap(Decision::inverse).ifPresent(inverse -> view.put("undo", inverse.word()));
        return view;
    }

    /** {@code {"id","version","decision","by"?,"text"?}}; decisions are those of {@link Decision}, {@code answer}, {@code ban}. */
    Reply decide(Request request) throws IOException, Refusal, InterruptedException {
        operator.check(request);
        var body = request.json(LARGEST_BODY);
        var id = text(body, "id", 80);
        var by = body.has("by") ? text(body, "by", 60) : "moderator";
        var decision = text(body, "decision", 20);
        if (!body.path("version").isIntegralNumber()) throw new Refusal(400, "\"version\" must be the number the moderator saw");
        long seen = body.path("version").asLong();
        return reply(switch (decision) {
            case "answer" -> desk.answerByHand(id, seen, byHand(text(body, "text", LONGEST_ANSWER), by));
            case "ban" -> desk.ban(id, by);
            default -> desk.decide(id, seen, Decision.of(decision).filter(one -> one != Decision.BANNED && one != Decision.DELETE)
                    .orElseThrow(() -> new Refusal(400, "\"decision\" must be one of hold, release, pin, unpin, skip, restore, answer, ban")), by);
        });
    }

    private static Answer byHand(String text, String by) {
        return new Answer.Found(text, new Source(BY_HAND, by, text));
    }

    Reply lift(Request request) throws IOException, Refusal, InterruptedException {
        operator.check(request);
        var body = request.json(LARGEST_BODY);
        var refused = desk.lift(text(body, "key", 200), body.has("by") ? text(body, "by", 60) : "moderator");
        return refused.isPresent() ? reply(refused.get()) : Reply.json(200, Json.object().put("lifted", true));
    }

    private Reply reply(Ruling ruling) throws Refusal {
        return switch (ruling) {
            case Ruling.Done(Ticket ticket) -> Reply.json(200, view(ticket));
            case Ruling.Stale(Ticket ticket) -> Reply.json(409, view(ticket).put("error", "someone else has decided about this question meanwhile; look again"));
            case Ruling.Impossible(String why) -> throw new Refusal(422, why);
            case Ruling.Unknown(String id) -> throw new Refusal(404, "nothing is known of \"" + id + "\"");
            case Ruling.NotKept(String why) -> throw new Refusal(503, "the decision could not be written to the disk and is not in force: " + why);
        };
    }

    private static String text(JsonNode body, String field, int longest) throws Refusal {
        var text = body.path(field).asString("").strip();
        if (text.isEmpty() || text.length() > longest) throw new Refusal(400, "\"" + field + "\" must be a text of 1 to " + longest + " characters");
        return text;
    }
}
