package koboshi.agent.journey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/** A server of the test's own that greets, and answers each line with what it is told; nothing ends the connection. */
final class LineServer implements AutoCloseable {
    final List<String> said = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    LineServer(ServerSocketFactory sockets, String greeting, Function<String, String> answers) throws IOException {
        socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(greeting, answers));
    }

    LineServer(String greeting, Function<String, String> answers) throws IOException {
        this(ServerSocketFactory.getDefault(), greeting, answers);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve(String greeting, Function<String, String> answers) {
        while (!socket.isClosed()) {
            try {
                var next = socket.accept();
                open.add(next);
                Thread.ofVirtual().start(() -> serve(next, greeting, answers));
            } catch (IOException _) {
                return; // Closed by the test.
            }
        }
    }

    private void serve(Socket next, String greeting, Function<String, String> answers) {
        try (next; var in = new BufferedReader(new InputStreamReader(next.getInputStream(), StandardCharsets.UTF_8))) {
            write(next, greeting);
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                said.add(line);
                var answer = answers.apply(line);
                if (answer == null) {
                    return;
                }
                write(next, answer);
            }
        } catch (IOException _) {
            // The other side has had enough, which several tests are about.
        }
    }

    private static void write(Socket next, String text) throws IOException {
        next.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        next.getOutputStream().flush();
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
