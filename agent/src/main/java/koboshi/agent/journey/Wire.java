package koboshi.agent.journey;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * HTTP/1.1 over one fresh connection, for one request.
 *
 * <p>A pooled connection answers a journey although the service takes no new ones, and fails it although a service just restarted is well; a
 * user's first visit knows neither. The JDK's client cannot be told to leave its pool alone, and one client for each run would bring threads
 * and a selector of its own. Whoever wants this to end closes it, from any thread: every wait here is a wait on the socket.
 */
final class Wire implements AutoCloseable {
    static final int MOST_BODY = 1 << 20;
    private static final int MOST_LINE = 16 << 10;
    private static final int MOST_LINES = 4 << 20;
    private static final int MOST_HEADERS = 200;
    private static final int MOST_INTERIM = 10;

    private final Connection connection = new Connection();
    private InputStream in = InputStream.nullInputStream();
    private volatile int headRead;

    Answer exchange(String method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
        boolean secure = uri.getScheme().equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        in = connection.open(uri.getHost(), port, secure);
        var out = new ByteArrayOutputStream();
        out.write(head(method, uri, headers, body).getBytes(StandardCharsets.UTF_8));
        out.write(body);
        connection.send(out.toByteArray());
        return answer(method);
    }

    /** Until when the certificates hold by which the other side showed who it is; empty without TLS. */
    Optional<Instant> certifiedUntil() throws IOException {
        return connection.certifiedUntil();
    }

    /** Whether anything of an answer has come. */
    boolean answering() {
        return headRead > 0;
    }

    private static String head(String method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        all.put("Host", uri.getRawAuthority());
        all.put("User-Agent", "koboshi");
        all.put("Accept", "*/*");
        all.putAll(headers);
        all.put("Connection", "close");
        if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
            all.put("Content-Length", Integer.toString(body.length));
        }
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var text = new StringBuilder(method).append(' ').append(path).append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()).append(" HTTP/1.1\r\n");
        for (var header : all.entrySet()) {
            text.append(oneLine(header.getKey())).append(": ").append(oneLine(header.getValue())).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /** A captured value must not become a header of its own. */
    private static String oneLine(String text) throws IOException {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IOException("a header with a line break");
        }
        return text;
    }

    private Answer answer(String method) throws IOException {
        for (int interim = 0; interim <= MOST_INTERIM; interim++) {
            int status = status(line());
            var headers = headers();
            if (status >= 200) {
                return new Answer(status, headers, method.equals("HEAD") || status == 204 || status == 304 ? new byte[0] : body(headers));
            }
        }
        throw new IOException("more than " + MOST_INTERIM + " interim answers");
    }

    private static int status(String line) throws IOException {
        var parts = line.split(" ", 3);
        if (!line.startsWith("HTTP/1.") || parts.length < 2 || !parts[1].matches("\\d{3}")) {
            throw new IOException("not HTTP: " + line);
        }
        return Integer.parseInt(parts[1]);
    }

    private Map<String, String> headers() throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var line = line(); !line.isEmpty(); line = line()) {
            if (headers.size() > MOST_HEADERS) {
                throw new IOException("more than " + MOST_HEADERS + " headers");
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(line.substring(0, colon).trim(), line.substring(colon + 1).trim(), (a, b) -> a + ", " + b);
            }
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        var body = new ByteArrayOutputStream();
        if (headers.getOrDefault("Transfer-Encoding", "").toLowerCase(Locale.ROOT).contains("chunked")) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                take(size, body);
                line();
            }
        } else if (headers.containsKey("Content-Length")) {
            take(length(headers.get("Content-Length")), body);
        } else {
            takeAll(body);
        }
        return body.toByteArray();
    }

    private static long length(String text) throws IOException {
        if (!text.matches("\\d{1,18}")) {
            throw new IOException("not a length: " + text);
        }
        return Long.parseLong(text);
    }

    private int chunkSize() throws IOException {
        var size = line().split(";", 2)[0].trim();
        if (!size.matches("[0-9a-fA-F]{1,7}")) {
            throw new IOException("not a chunk: " + size);
        }
        return Integer.parseInt(size, 16);
    }

    private void take(long bytes, ByteArrayOutputStream into) throws IOException {
        if (into.size() + bytes > MOST_BODY) {
            throw tooLarge();
        }
        var piece = in.readNBytes((int) bytes);
        into.write(piece);
        if (piece.length < bytes) {
            throw new EOFException("the answer ended after " + into.size() + " bytes of its body");
        }
    }

    private void takeAll(ByteArrayOutputStream into) throws IOException {
        var piece = new byte[8192];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            into.write(piece, 0, read);
            if (into.size() > MOST_BODY) {
                throw tooLarge();
            }
        }
    }

    private static IOException tooLarge() {
        return new IOException("a body of more than " + MOST_BODY + " bytes");
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException(headRead == 0 ? "the connection was closed without an answer" : "the answer ended within its head");
            }
            if (line.size() > MOST_LINE) {
                throw new IOException("a line of more than " + MOST_LINE + " bytes");
            }
            if (++headRead > MOST_LINES) {
                // Chunks of one byte each, behind long names, are a body without end as well.
                throw new IOException("more than " + MOST_LINES + " bytes around its body");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() {
        connection.close();
    }
}
