package koboshi.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/**
 * One request, once it passed the gate.
 *
 * @param place what stood for the braces in the route's path
 */
record Visit(Request request, String place, Person person) {
    Optional<String> header(String name) {
        return header(request, name);
    }

    static Optional<String> header(Request request, String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(fields().getValue(name));
    }

    Fields fields() {
        return fields(request);
    }

    private static Fields fields(Request request) {
        try {
            return Request.extractQueryParameters(request);
        } catch (RuntimeException _) {
            throw Refused.expected("the part after ? is not what a browser would write: expected name=value pairs in UTF-8");
        }
    }

    /** A whole number from the query, from 0. */
    long number(String name, long absent) {
        return query(name).map(text -> number(name, text)).orElse(absent);
    }

    static long number(String name, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw Refused.expected("not a number: " + name + "=" + text + " (expected digits only)");
        }
        return Long.parseLong(text);
    }

    Optional<String> bearer() {
        return bearer(request);
    }

    static Optional<String> bearer(Request request) {
        return header(request, "Authorization").flatMap(value -> TOKENS.stream()
                .filter(scheme -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(scheme -> value.substring(scheme.length()).trim())
                .filter(token -> !token.isEmpty())
                .findFirst());
    }

    /** The token of clients that know names and passwords only: basic authentication, or fields of the address where InfluxDB's clients write. */
    static Optional<String> password(Request request) {
        return header(request, "Authorization").filter(value -> value.regionMatches(true, 0, BASIC, 0, BASIC.length())).flatMap(value -> password(value.substring(BASIC.length()).trim()))
                .or(() -> Optional.of(request).filter(one -> ASKED_BY_ADDRESS.contains(Request.getPathInContext(one))).flatMap(Visit::field))
                .filter(token -> !token.isEmpty());
    }

    private static Optional<String> password(String packed) {
        try {
            var both = new String(Base64.getDecoder().decode(packed), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(both.substring(colon + 1));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> field(Request request) {
        return Optional.ofNullable(fields(request).getValue("p"));
    }

    /** Whether both ends of the connection are this machine. */
    static boolean loopback(Request request) {
        var ends = request.getConnectionMetaData();
        return isLoopback(ends.getLocalSocketAddress()) && isLoopback(ends.getRemoteSocketAddress());
    }

    private static boolean isLoopback(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null && inet.getAddress().isLoopbackAddress();
    }

    /** Names no single value twice: a second Host or Origin is somebody playing with proxies. */
    static boolean once(Request request, String name) {
        return request.getHeaders().stream().filter(field -> field.is(name)).count() <= 1;
    }

    HttpFields headers() {
        return request.getHeaders();
    }

    /** The second is how clients of InfluxDB say it. */
    private static final List<String> TOKENS = List.of("Bearer ", "Token ");

    private static final String BASIC = "Basic ";

    private static final Set<String> ASKED_BY_ADDRESS = Set.of("/write", "/influx/write", "/query");

    static final Map<String, String> CLOSE = Map.of("Connection", "close");
}
