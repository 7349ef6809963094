package koboshi.agent.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A service of the test's own: it reads each request and then does what it is told, well or badly. */
final class OneService implements AutoCloseable {
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** What it does with a connection once the request has been read. */
    interface Manner {
        void answer(String request, Socket socket) throws IOException;
    }

    OneService(Manner manner) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(manner));
    }

    static Manner answering(String... lines) {
        return (_, socket) -> {
            socket.getOutputStream().write(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
            socket.close();
        };
    }

    static Manner silent() {
        return (_, _) -> {};
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve(Manner manner) {
        while (!socket.isClosed()) {
            try {
                var next = socket.accept();
                open.add(next);
                Thread.ofVirtual().start(() -> serve(manner, next));
            } catch (IOException _) {
                return; // Closed by the test.
            }
        }
    }

    private void serve(Manner manner, Socket next) {
        try {
            var request = read(next);
            requests.add(request);
            manner.answer(request, next);
        } catch (IOException _) {
            // The other side has had enough, which several tests are about.
        }
    }

    private static String read(Socket next) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().contains("\r\n\r\n")) {
            text.append((char) next.getInputStream().read());
        }
        var length = Pattern.compile("Content-Length: (\\d+)").matcher(text);
        return text + (length.find() ? new String(next.getInputStream().readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8) : "");
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (var each : open) {
                each.close();
            }
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
