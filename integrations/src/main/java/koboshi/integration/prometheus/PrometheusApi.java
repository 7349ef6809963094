package koboshi.integration.prometheus;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.promql.Answer;
import koboshi.promql.Answering;
import koboshi.promql.Pulse;
import koboshi.promql.Query;
import koboshi.promql.SourceUnavailable;
import koboshi.promql.Value;
import koboshi.series.Matcher;
import koboshi.series.Series;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server by PromQL: whole queries are sent there, and only their answers come back. Safe for use by many threads. */
public final class PrometheusApi implements Answering, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 50;
    private static final int LARGEST = 8 << 20;
    /** So far back samples are asked for at most: nobody's windows are longer. */
    private static final Duration FARTHEST = Duration.ofDays(366);
    /**
     * A part of an answer is none: said to Thanos and to VictoriaMetrics. What was half a minute ago is none either, which VictoriaMetrics answers where it may use its
     * cache, and of ranges where it may leave off the last points. Others pass over all of this.
     */
    private static final Map<String, String> WHOLE_AND_OF_NOW =
            Map.of("partial_response", "false", "deny_partial_response", "1", "nocache", "1", "latency_offset", "1ms");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Access access;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();

    public PrometheusApi(Access access) {
        this.access = access;
    }

    @Override
    public Answer instant(Query query, Instant at, Pulse pulse) {
        return ask("query", Map.of("query", query.text(), "time", seconds(at)), pulse);
    }

    @Override
    public Answer range(Query query, Instant from, Instant to, Duration step, Pulse pulse) {
        return ask("query_range", Map.of("query", query.text(), "start", seconds(from), "end", seconds(to), "step", Double.toString(step.toMillis() / 1e3)), pulse);
    }

    /** The samples themselves, for those who look at more than a query can say. */
    @Override
    public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
        long span = Math.min(FARTHEST.toMillis(), toMillis - fromMillis + 1);
        if (matchers.isEmpty() || span <= 0) {
            return List.of();
        }
        var query = matchers.stream().map(PrometheusApi::spelt).collect(Collectors.joining(",", "{", "}")) + "[" + span + "ms]";
        var answer = ask("query", Map.of("query", query, "time", seconds(Instant.ofEpochMilli(toMillis))), Pulse.STEADY);
        return answer.value() instanceof Value.Matrix(var series) ? series : List.of();
    }

    private static String spelt(Matcher matcher) {
        var plain = matcher.label().matches("[a-zA-Z_][a-zA-Z0-9_]*");
        return (plain ? matcher.label() : quoted(matcher.label())) + matcher.kind().sign() + quoted(matcher.value());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String seconds(Instant moment) {
        return String.format(Locale.ROOT, "%d.%03d", Math.floorDiv(moment.toEpochMilli(), 1000L), Math.floorMod(moment.toEpochMilli(), 1000L));
    }

    private Answer ask(String door, Map<String, String> parameters, Pulse pulse) {
        try {
            var answer = await(client.sendAsync(request(door, parameters), _ -> new Bounded(LARGEST, Bounded.Larger.FAILS)), pulse);
            return understood(answer);
        } catch (IOException trouble) {
            throw new SourceUnavailable(access + " does not answer: " + trouble.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailable(access + " was not waited for");
        }
    }

    private HttpRequest request(String door, Map<String, String> parameters) throws IOException {
        var form = Stream.concat(parameters.entrySet().stream(), WHOLE_AND_OF_NOW.entrySet().stream())
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var base = access.url().toString().replaceAll("/+$", "");
        var request = HttpRequest.newBuilder(URI.create(base + "/api/v1/" + door))
                .timeout(access.patience())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        access.headers().fetch().forEach(request::setHeader);
        return request.build();
    }

    /** As long as the asker may wait: the server is let go of when the pulse ends. */
    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer, Pulse pulse) throws IOException, InterruptedException {
        long end = System.nanoTime() + access.patience().toNanos();
        try {
            while (pulse.beat() == Pulse.State.GO_ON && System.nanoTime() - end < 0) {
                try {
                    return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    // Looked at again until the pulse or the patience ends.
                    continue;
                }
            }
            throw new IOException("no answer within " + access.patience().toSeconds() + " s");
        } catch (ExecutionException failed) {
            var cause = failed.getCause();
            throw new IOException(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        } finally {
            answer.cancel(true);
        }
    }

    private Answer understood(HttpResponse<byte[]> response) {
        JsonNode root;
        try {
            root = JSON.readTree(response.body());
        } catch (JacksonException _) {
            throw new SourceUnavailable(access + " answered " + response.statusCode() + ", and not in JSON");
        }
        if (!root.path("status").asString("").equals("success")) {
            var why = root.path("error").asString("");
            throw new SourceUnavailable(access + " answered " + response.statusCode() + ": " + why.substring(0, Math.min(500, why.length())));
        }
        return Answers.read(root);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
