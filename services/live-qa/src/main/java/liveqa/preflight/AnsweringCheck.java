package liveqa.preflight;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import liveqa.preflight.Fact.Better;

/** The service, if it runs already, answers a question: asked by HTTP as any viewer's, on the channel that no page shows. */
final class AnsweringCheck implements Check {
    private static final String QUESTION = "どんな政策がありますか";

    @Override
    public String id() {
        return "answering";
    }

    @Override
    public Words title() {
        return Words.of("質問への答え", "a question answered");
    }

    @Override
    public Finding look(Host host) {
        if (!Ours.runsAt(host)) return Finding.unprovable(Words.of("live-qa はまだ動いていない。始めてからもう一度", "live-qa does not run yet; start it and run this again"));
        var id = "preflight-" + host.clock().millis();
        var started = System.nanoTime();
        var asked = host.web().send(HttpRequest.newBuilder(host.intent().health().resolve("/questions")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.object().put("id", id).put("channel", "probe").put("text", QUESTION).toString())));
        if (!(asked instanceof Web.Answered(int status, String body, _, _, _, _))) return failed(why(asked));
        return status == 202 ? heard(host.web().get(host.intent().health().resolve("/questions/" + id + "?wait=5s")), started)
                : failed(Words.same(status + " " + body.strip()));
    }

    private static Finding heard(Web.Reply reply, long started) {
        if (!(reply instanceof Web.Answered(int status, String body, _, _, _, _)) || status != 200) return failed(why(reply));
        var answer = Json.read(body);
        long millis = (System.nanoTime() - started) / 1_000_000;
        if (!answer.path("status").asString("").equals("answered")) return failed(Words.of("5秒待っても答えがない（列が長いか、働き手が止まっている）",
                "no answer within 5 s (the line is long, or the workers are stuck)"));
        if (answer.path("outcome").asString("").equals("failed")) return failed(Words.of("答えようとして失敗した", "it tried and failed"));
        return Finding.passed(Words.of("%d ミリ秒で答えた", "answered in %d ms", millis)).with("answer_ms", millis, Better.ANY);
    }

    private static Finding failed(Words why) {
        return Finding.failed(why, Words.of("ログを見る: journalctl -u live-qa -n 50", "read its log: journalctl -u live-qa -n 50"));
    }

    private static Words why(Web.Reply reply) {
        return switch (reply) {
            case Web.Unreachable(Words why) -> why;
            case Web.Answered answered -> Words.of("状態 %d", "status %d", answered.status());
        };
    }
}
