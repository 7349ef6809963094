package liveqa.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks one question and waits until it knows how it ended. It never asks twice: what the service loses is seen. */
final class Asker {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] SUBJECTS = {
        "給食費", "待機児童", "病児保育", "路線バス", "奨学金", "耐震の補助", "がん検診", "市民税", "図書館", "市民プール", "ごみ袋", "太陽光パネル", "商店街の空き店舗", "認知症の支援", "水道", "公約の財源",
        "学童保育", "体育館の冷房", "産後ケア", "スマートフォン教室", "避難所の備え", "明日の天気", "おすすめの映画",
    };
    private static final String[] ASKS = {"はどうなりますか", "について教えてください", "はいつからですか", "はいくらですか", "は増えますか", "をどう考えますか"};
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    Asker(String url) {
        this.url = url;
    }

    /** Every seventh question is in words nobody else uses; the others are asked again and again. */
    static String words(int number) {
        return SUBJECTS[number % SUBJECTS.length] + ASKS[number / SUBJECTS.length % ASKS.length] + (number % 7 == 0 ? "。" + number + "番です" : "");
    }

    void askAndHear(String id, String words, Account account) {
        long start = System.nanoTime();
        account.sent();
        var outcome = Outcome.BROKEN;
        var why = "";
        try {
            outcome = outcome(id, words);
            if (!outcome.isTold()) why = id;
        } catch (IOException e) {
            why = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            why = e.toString();
        }
        account.ended(outcome, (System.nanoTime() - start) / 1e9, why);
    }

    private Outcome outcome(String id, String words) throws IOException, InterruptedException {
        var said = ask(id, words);
        var body = JSON.readTree(said.body());
        return switch (said.statusCode()) {
            case 202 -> body.path("status").asString("").equals("held") ? body.has("why") ? Outcome.HELD : Outcome.UNTOLD : heard(id);
            case 429, 503 -> said.headers().firstValue("Retry-After").isPresent() && body.has("error") ? Outcome.SHED : Outcome.UNTOLD;
            default -> body.has("error") ? Outcome.REFUSED : Outcome.UNTOLD;
        };
    }

    private HttpResponse<String> ask(String id, String words) throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("id", id).put("author", "viewer").put("text", words).put("channel", "page").put("asker", id);
        return client.send(HttpRequest.newBuilder(URI.create(url + "/questions")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private Outcome heard(String id) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            var view = JSON.readTree(get("/questions/" + id + "?wait=20s"));
            if (view.path("status").asString("").equals("answered")) return given(view);
            if (!view.has("status")) return Outcome.SILENT;
        }
        return Outcome.SILENT;
    }

    private static Outcome given(JsonNode view) {
        return switch (view.path("outcome").asString("")) {
            case "valid" -> Outcome.ANSWERED;
            case "none" -> Outcome.NOT_FOUND;
            default -> Outcome.FAILED;
        };
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).build(), BodyHandlers.ofString()).body();
    }

    /** A metric of the service: the sum of the lines that begin so. */
    double metric(String name) throws IOException, InterruptedException {
        return get("/metrics").lines().filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
