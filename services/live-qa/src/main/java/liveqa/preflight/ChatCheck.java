package liveqa.preflight;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import liveqa.preflight.Fact.Better;
import tools.jackson.databind.JsonNode;

/** The live chat can be read with our key: one {@code videos.list}, which costs one unit of the day's quota. */
final class ChatCheck implements Check {
    private static final String CONSOLE = "https://console.cloud.google.com/apis/api/youtube.googleapis.com";

    @Override
    public String id() {
        return "chat";
    }

    @Override
    public Words title() {
        return Words.of("YouTube の鍵と割り当て", "chat credential and quota");
    }

    @Override
    public Finding look(Host host) {
        var chat = host.intent().chat();
        if (chat == null) return Finding.unprovable(Words.of("設定がない（--youtube-video）。質問はページと HTTP からだけ来る",
                "not configured (--youtube-video); questions come by page and HTTP alone"));
        var key = Secret.from(chat.keyFile(), host, "LIVE_QA_YOUTUBE_KEY");
        return key.unusable("--youtube-key-file").or(() -> key.exposedTo(chat.endpoint()))
                .orElseGet(() -> asked(host, chat, key).with("chat_video", chat.video(), Better.SAME));
    }

    /** The key goes as a header: addresses end up in logs. */
    private static Finding asked(Host host, Intent.Chat chat, Secret key) {
        var base = chat.endpoint().toString().replaceFirst("/+$", "");
        var url = URI.create(base + "/videos?part=snippet,liveStreamingDetails&id=" + URLEncoder.encode(chat.video(), StandardCharsets.UTF_8));
        return switch (host.web().send(HttpRequest.newBuilder(url).header("X-Goog-Api-Key", key.value()))) {
            case Web.Unreachable(Words why) -> Finding.failed(Words.of("%s に届かない: ", "%s is out of reach: ", url.getHost()).then(why),
                    Words.same("curl -v " + base));
            case Web.Answered answered when answered.status() == 200 -> video(chat, Json.read(answered.body()));
            case Web.Answered answered -> refused(answered, key);
        };
    }

    private static Finding video(Intent.Chat chat, JsonNode body) {
        if (!body.path("items").isArray()) return Finding.failed(Words.of("YouTube の形でない答え", "an answer that is not YouTube's"),
                Words.of("--youtube-endpoint を確かめる", "check --youtube-endpoint"));
        var video = body.path("items").path(0);
        if (video.isMissingNode()) {
            return Finding.failed(Words.of("動画 %s がない（非公開かもしれない）", "there is no video %s (or it is private)", chat.video()),
                    Words.of("--youtube-video に、配信ページの住所の v= の後を書く", "give --youtube-video what follows v= in the stream's address"));
        }
        if (!video.path("liveStreamingDetails").path("activeLiveChatId").isString()) {
            return Finding.failed(Words.of("「%s」には開いているチャットがない（終わった配信か、チャットが切られている）", "\"%s\" has no open chat (the stream is over, or chat is off)",
                    video.path("snippet").path("title").asString("?")),
                    Words.of("YouTube Studio で配信の枠を作り、チャットを有効にする", "make the broadcast in YouTube Studio and turn its chat on"));
        }
        return Finding.passed(Words.of("「%s」のチャットを読める（今日の割り当ての残りは Google の画面でしか読めない）",
                "the chat of \"%s\" can be read (what is left of today's quota is told by Google's console only)", video.path("snippet").path("title")
                .asString("?")));
    }

    private static Finding refused(Web.Answered answered, Secret key) {
        var error = Json.read(answered.body()).path("error");
        var reason = error.path("errors").path(0).path("reason").asString("");
        var said = Words.same(" " + answered.status() + " " + reason + ": " + key.hiddenIn(error.path("message").asString(answered.body())));
        return switch (reason) {
            case "quotaExceeded", "dailyLimitExceeded" ->
                    Finding.failed(Words.of("鍵は正しいが、今日の割り当てを使い切った", "the key is right, but today's quota is used up").then(said),
                    Words.of("太平洋時間の0時（日本の16時か17時）に戻る。増やすには %s/quotas", "it returns at midnight Pacific time; to raise it: %s/quotas", CONSOLE));
            case "rateLimitExceeded", "userRateLimitExceeded" ->
                    Finding.failed(Words.of("混んでいて断られた", "refused for the moment (rate limit)").then(said), Words.of("1分待ってやり直す", "try again in a minute"));
            case "accessNotConfigured" -> Finding.failed(Words.of("鍵の持ち主が YouTube Data API を有効にしていない",
                    "the key's project has not enabled the YouTube Data API").then(said), Words.of("%s で有効にする", "enable it at %s", CONSOLE));
            default -> answered.status() / 100 == 4
                    ? Finding.failed(Words.of("鍵を断られた", "the key is refused").then(said),
                            Words.of("%s/credentials で鍵と、その制限（IP、API）を確かめる", "check the key and its restrictions (IP, API) at %s/credentials", CONSOLE))
                    : Finding.failed(Words.of("役に立たない答え", "an answer of no use").then(said), Words.of("数分待ってやり直す", "try again in some minutes"));
        };
    }
}
