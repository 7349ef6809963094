package liveqa.preflight;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import liveqa.preflight.Fact.Better;

/** The language model answers with our credential: one real call for a single token. */
final class ModelCheck implements Check {
    private static final String KEY_FILE = "--llm-key-file";

    @Override
    public String id() {
        return "model";
    }

    @Override
    public Words title() {
        return Words.of("言語モデルの鍵と残高", "model credential and quota");
    }

    @Override
    public Finding look(Host host) {
        var model = host.intent().model();
        if (model == null) return Finding.unprovable(Words.of("設定がない（--llm）。検索だけで答える", "not configured (--llm); answers come from retrieval alone"));
        var key = Secret.from(model.keyFile(), host, "LIVE_QA_LLM_KEY");
        // A model on one's own machine asks for none; whether one is needed, the answer tells.
        var unusable = key.isMissing() && model.keyFile() == null ? Optional.<Finding>empty() : key.unusable(KEY_FILE);
        return unusable.or(() -> key.exposedTo(model.url())).orElseGet(() -> asked(host, model, key, "max_tokens").with("model", model.name(), Better.SAME)
                .with("model_host", model.url().getHost(), Better.SAME));
    }

    private static Finding asked(Host host, Intent.Model model, Secret key, String limitName) {
        return switch (host.web().send(request(model, key, limitName))) {
            case Web.Unreachable(Words why) -> Finding.failed(Words.of("%s に届かない: ", "%s is out of reach: ", model.url().getHost()).then(why),
                    Words.of("curl -v %s", "curl -v %s", model.url()));
            // Newer models know the limit by its newer name only.
            case Web.Answered(int status, String body, _, _, _, _) when status == 400 && body.contains("max_completion_tokens")
                    && limitName.equals("max_tokens") ->
                asked(host, model, key, "max_completion_tokens");
            case Web.Answered answered -> judged(answered, model, key);
        };
    }

    private static HttpRequest.Builder request(Intent.Model model, Secret key, String limitName) {
        var body = Json.object().put("model", model.name()).put(limitName, 1);
        body.putArray("messages").addObject().put("role", "user").put("content", "1");
        var base = model.url().toString().replaceFirst("/+$", "");
        var url = URI.create(base.endsWith("/chat/completions") ? base : base + "/chat/completions");
        var request = HttpRequest.newBuilder(url).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString()));
        return key.isMissing() ? request : request.header("Authorization", "Bearer " + key.value());
    }

    private static Finding judged(Web.Answered answered, Intent.Model model, Secret key) {
        var said = Words.same(" " + answered.status() + ": " + key.hiddenIn(message(answered.body())));
        return switch (answered.status()) {
            case 200 -> choices(answered) ? Finding.passed(Words.of("%s が %d ミリ秒で答えた（残高の額はこの窓口では読めない）",
                    "%s answered in %d ms (how much quota is left cannot be read here)", model.name(), answered.millis()))
                    .with("model_ms", answered.millis(), Better.LESS)
                    : Finding.failed(Words.of("答えたが、OpenAI 互換の形でない", "it answers, but not as an OpenAI-compatible model").then(said),
                            Words.of("--llm の住所を確かめる（多くは /v1 で終わる）", "check the address in --llm (most end in /v1)"));
            case 401, 403 -> key.isMissing() ? key.unusable(KEY_FILE).orElseThrow() : Finding.failed(Words.of("鍵を断られた", "the key is refused").then(said),
                    Words.of("鍵を作り直し、鍵ファイルを入れ替える", "make a new key and put it into the key file"));
            case 404 -> Finding.failed(Words.of("モデル %s か住所がない", "there is no model %s, or no such address", model.name()).then(said),
                    Words.of("--llm-model と --llm を確かめる", "check --llm-model and --llm"));
            case 402 -> noQuota(said);
            case 429 -> outOfQuota(answered.body()) ? noQuota(said)
                    : Finding.failed(Words.of("混んでいて断られた（回数の上限）", "refused for the moment (rate limit)").then(said),
                    Words.of("1分待ってやり直す。続くなら契約の上限を上げる", "try again in a minute; if it stays, raise the plan's limit"));
            default -> Finding.failed(Words.of("役に立たない答え", "an answer of no use").then(said), Words.of("提供元の状態のページを見る", "look at the provider's status page"));
        };
    }

    private static Finding noQuota(Words said) {
        return Finding.failed(Words.of("鍵は正しいが残高がない", "the key is right, but no quota is left").then(said),
                Words.of("提供元の支払いの画面で残高を足す", "add credit on the provider's billing page"));
    }

    private static boolean outOfQuota(String body) {
        return body.contains("insufficient_quota") || body.contains("billing");
    }

    private static boolean choices(Web.Answered answered) {
        return !Json.read(answered.body()).path("choices").path(0).isMissingNode();
    }

    private static String message(String body) {
        var message = Json.read(body).path("error").path("message");
        return message.isString() ? message.stringValue() : body;
    }
}
