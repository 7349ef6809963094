package liveqa.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a route may know of a request. */
record Request(HttpExchange exchange) {
    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    Optional<String> query(String name) {
        var query = exchange.getRequestURI().getRawQuery();
        if (query == null) return Optional.empty();
        for (var pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /** Reads at most {@code limit} bytes; the server cuts off a body that takes too long. */
    JsonNode json(int limit) throws IOException, Refusal {
        // A form of another site can post texts without asking the browser; it cannot post this type.
        if (!header("Content-Type").orElse("").toLowerCase().startsWith("application/json")) {
            throw new Refusal(415, "send Content-Type: application/json");
        }
        var body = exchange.getRequestBody().readNBytes(limit + 1);
        if (body.length > limit) throw new Refusal(413, "the body is larger than " + limit + " bytes");
        return Json.read(body);
    }
}
