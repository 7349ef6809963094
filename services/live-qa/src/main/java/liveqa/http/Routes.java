package liveqa.http;

import java.io.IOException;
import java.util.Map;
import liveqa.measure.Measures;

/** Which request goes where. */
final class Routes {
    private final Questions questions;
    private final Comments comments;
    private final Board board;
    private final Measures measures;
    private final Health health;
    private final Shares shares;
    private final Moderation moderation;
    private final OnAir onAir;
    private final Page page = new Page();

    Routes(Questions questions, Comments comments, Board board, Measures measures, Health health, Shares shares, Moderation moderation, OnAir onAir) {
        this.questions = questions;
        this.comments = comments;
        this.board = board;
        this.measures = measures;
        this.health = health;
        this.shares = shares;
        this.moderation = moderation;
        this.onAir = onAir;
    }

    Reply reply(Request request) throws IOException, Refusal, InterruptedException {
        return switch (request.method()) {
            case "GET", "HEAD" -> get(request);
            case "POST" -> post(request);
            default -> throw new Refusal(405, "only GET and POST are understood", Map.of("Allow", "GET, HEAD, POST"));
        };
    }

    private Reply get(Request request) throws IOException, Refusal, InterruptedException {
        return switch (request.path()) {
            case "/" -> page.file("index.html");
            case "/queue" -> Reply.json(200, board.now()).with("Cache-Control", "no-store");
            case "/health" -> health.process();
            case "/health/answering" -> health.answering();
            case "/share" -> page.file("share.html");
            case "/share/rows" -> shares.rows(request);
            case "/moderate" -> page.file("moderate.html");
            case "/moderate/board" -> moderation.board(request);
            case "/metrics" -> metrics(request);
            case "/speech", "/questions", "/feed" -> throw new Refusal(405, "send this by POST", Map.of("Allow", "POST"));
            case String path when path.startsWith("/questions/") -> questions.find(request, path.substring("/questions/".length()));
            case String path when OnAir.knows(path) -> onAir.get(request);
            case String path -> page.file(path.substring(1));
        };
    }

    private Reply post(Request request) throws IOException, Refusal, InterruptedException {
        return switch (request.path()) {
            case "/questions" -> questions.ask(request);
            case "/feed" -> comments.take(request);
            case "/moderate/decisions" -> moderation.decide(request);
            case "/moderate/lift" -> moderation.lift(request);
            case String path when OnAir.knows(path) -> onAir.post(request);
            default -> throw new Refusal(404, "nothing here");
        };
    }

    private Reply metrics(Request request) throws IOException {
        var exposition = measures.exposition(request.header("Accept").orElse(null));
        return new Reply(200, exposition.contentType(), exposition.text(), Map.of());
    }
}
