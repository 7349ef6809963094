package liveqa.chat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two calls of the YouTube Data API v3 that following a chat takes. Every answer is bounded in size and time. */
final class YouTubeApi implements AutoCloseable {
    static final String ENDPOINT = "https://www.googleapis.com/youtube/v3";
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST = 8 << 20;
    private static final int MOST_MESSAGES = 2_000;
    private static final long SHORTEST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 300_000;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).followRedirects(HttpClient.Redirect.NEVER).build();
    private final URI endpoint;
    private final String key;
    private final Duration patience;

    YouTubeApi(URI endpoint, String key, Duration patience) {
        this.endpoint = endpoint;
        this.key = key;
        this.patience = patience;
    }

    /** {@code videos.list} of the live details: one unit. */
    Answered chatOf(String video) throws InterruptedException {
        return call("/videos?part=liveStreamingDetails&id=" + encoded(video), YouTubeApi::chat);
    }

    /** {@code liveChatMessages.list} after {@code page}, or from the chat's history: five units. */
    Answered messages(String chat, Optional<String> page) throws InterruptedException {
        var after = page.map(token -> "&pageToken=" + encoded(token)).orElse("");
        return call("/liveChat/messages?part=id,snippet,authorDetails&maxResults=" + MOST_MESSAGES + "&liveChatId=" + encoded(chat) + after, YouTubeApi::page);
    }

    private interface Reader {
        Answered read(JsonNode body);
    }

    private Answered call(String pathAndQuery, Reader reader) throws InterruptedException {
        // The key goes in a header: an address ends up in logs.
        var request = HttpRequest.newBuilder(URI.create(endpoint + pathAndQuery)).header("X-Goog-Api-Key", key).header("Accept", "application/json")
                .timeout(patience).build();
        CompletableFuture<HttpResponse<InputStream>> coming = client.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            var response = coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return answered(response.statusCode(), JSON.readTree(body(response.body())), reader);
        } catch (TimeoutException _) {
            coming.cancel(true);
            return new Answered.Lost("no answer within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Answered.Lost(String.valueOf(e.getCause()));
        } catch (IOException | JacksonException e) {
            return new Answered.Lost("not an answer of this API: " + e.getMessage());
        }
    }

    /** The whole body within the patience: a drip of bytes must not hold the chat for ever. */
    private byte[] body(InputStream in) throws IOException, InterruptedException, TimeoutException, ExecutionException {
        var reading = new CompletableFuture<byte[]>();
        var reader = Thread.ofVirtual().start(() -> {
            try (in) {
                reading.complete(in.readNBytes(LARGEST + 1));
            } catch (IOException e) {
                reading.completeExceptionally(e);
            }
        });
        try {
            var bytes = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (bytes.length > LARGEST) throw new IOException("larger than " + LARGEST + " bytes");
            return bytes;
        } finally {
            reader.interrupt();
            in.close();
        }
    }

    private static Answered answered(int status, JsonNode body, Reader reader) {
        return status == 200 ? reader.read(body) : refused(status, body.path("error"));
    }

    private static Answered refused(int status, JsonNode error) {
        var reason = error.path("errors").path(0).path("reason").asString("");
        for (var detail : error.path("details")) {
            if (reason.isEmpty() || reason.equals("badRequest") || reason.equals("forbidden")) reason = detail.path("reason").asString(reason);
        }
        var said = error.path("message").asString("").replaceAll("<[^>]*>", "");
        return new Answered.No(Refused.of(status, reason), status + " " + reason + " " + (said.length() > 200 ? said.substring(0, 200) : said));
    }

    private static Answered chat(JsonNode body) {
        if (!body.path("items").isArray()) return new Answered.Lost("not an answer of this API: no items");
        if (body.path("items").isEmpty()) return new Answered.No(Refused.VIDEO_NOT_FOUND, "no such video");
        var chat = body.path("items").path(0).path("liveStreamingDetails").path("activeLiveChatId").asString("");
        return new Answered.Chat(chat.isEmpty() ? Optional.empty() : Optional.of(chat));
    }

    private static Answered page(JsonNode body) {
        if (!body.path("items").isArray()) return new Answered.Lost("not an answer of this API: no items");
        var messages = new ArrayList<Message>();
        for (var item : body.path("items")) {
            if (messages.size() < MOST_MESSAGES) messages.add(MessageText.message(item));
        }
        var next = body.path("nextPageToken").asString("");
        long pause = Math.clamp(body.path("pollingIntervalMillis").asLong(5_000), SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        return new Answered.Page(messages, next.isEmpty() ? Optional.empty() : Optional.of(next), Duration.ofMillis(pause), time(body.path("offlineAt").asString("")));
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty(); // An unreadable time is none.
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
