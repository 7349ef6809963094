package koboshi.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A client that writes what it is told byte for byte: ordinary ones refuse to send a wrong Host. */
final class Caller implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** What came back. */
    record Heard(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return Json.read(body);
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    Caller(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** @param request method and path, then headers, as {@code "GET /health", "Accept: text/html"} */
    static Heard ask(int port, byte[] body, String... request) throws IOException {
        try (var caller = new Caller(port)) {
            var lines = new ArrayList<>(List.of(request));
            if (body.length > 0) {
                lines.add("Content-Length: " + body.length);
            }
            lines.add("Connection: close");
            caller.head(port, lines);
            caller.send(body);
            return caller.hear();
        }
    }

    void head(int port, List<String> lines) throws IOException {
        var text = new StringBuilder(lines.getFirst()).append(" HTTP/1.1\r\n");
        if (lines.stream().noneMatch(line -> line.startsWith("Host:"))) {
            text.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        lines.stream().skip(1).filter(line -> !line.equals("Host:")).forEach(line -> text.append(line).append("\r\n"));
        send(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    Heard hear() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        var headers = new TreeMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        return new Heard(status, headers, body(status, headers));
    }

    private byte[] body(int status, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("content-type", "").equals("text/event-stream") || status == 204 || status == 304) {
            return new byte[0];
        }
        return headers.containsKey("content-length") ? in.readNBytes(Integer.parseInt(headers.get("content-length"))) : chunks();
    }

    private byte[] chunks() throws IOException {
        var all = new ByteArrayOutputStream();
        for (int size = size(); size > 0; size = size()) {
            all.writeBytes(in.readNBytes(size));
            line();
        }
        return all.toByteArray();
    }

    private int size() throws IOException {
        var line = line();
        return line.isEmpty() ? 0 : Integer.parseInt(line, 16);
    }

    /** One line, or empty at the end. */
    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Reads on until a line begins so. */
    String lineBeginning(String start) throws IOException {
        for (int i = 0; i < 10_000; i++) {
            var line = line();
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new IOException("no line began with " + start);
    }

    boolean ended() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
