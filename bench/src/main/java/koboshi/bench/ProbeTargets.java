package koboshi.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Very many targets at one port, some of which fail or are slow, each of which keeps when it was asked: {@code PORT TARGETS [KEYSTORE]}.
 *
 * <p>{@code /t/7} answers; of twenty targets the first fails with 500, and the second answers after two seconds, unless {@code ?well} is asked for.
 * {@code /reset} forgets, {@code /report} tells.
 */
final class ProbeTargets {
    private static final char[] PASSWORD = "changeit".toCharArray();
    /** When whoever agrees on TLS before us took the connection, in milliseconds. */
    private static final String ACCEPTED = "x-accepted: ";
    private static final int BACKLOG = 4_096;
    private static final int PERIOD_MILLIS = 10_000;
    private static final int OF = 20;
    private static final Duration SLOW = Duration.ofSeconds(2);

    private final List<List<Long>> arrivals = new ArrayList<>();

    private ProbeTargets(int targets) {
        for (int i = 0; i < targets; i++) {
            arrivals.add(Collections.synchronizedList(new ArrayList<>()));
        }
    }

    public static void main(String[] arguments) throws Exception {
        var targets = new ProbeTargets(Integer.parseInt(arguments[1]));
        var factory = arguments.length > 2 ? secure(Path.of(arguments[2])) : ServerSocketFactory.getDefault();
        try (var server = factory.createServerSocket(Integer.parseInt(arguments[0]), BACKLOG, InetAddress.getLoopbackAddress())) {
            targets.serve(server);
        }
    }

    private static ServerSocketFactory secure(Path keystore) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keystore)) {
            store.load(in, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    private void serve(ServerSocket server) throws IOException {
        while (true) {
            var socket = server.accept();
            long now = System.currentTimeMillis();
            Thread.ofVirtual().start(() -> answer(socket, now));
        }
    }

    private void answer(Socket socket, long now) {
        try (socket) {
            socket.setSoTimeout(PERIOD_MILLIS);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var request = in.readLine();
            long accepted = now;
            for (var line = request; line != null && !line.isEmpty(); line = in.readLine()) {
                accepted = line.startsWith(ACCEPTED) ? Long.parseLong(line.substring(ACCEPTED.length())) : accepted;
            }
            if (request != null) {
                say(socket, request.split(" ")[1], accepted);
            }
        } catch (IOException | RuntimeException _) {
            // Whoever asks gives up on those that are slow.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(Socket socket, String path, long now) throws IOException, InterruptedException {
        int status = 200;
        var body = "ok\n";
        if (path.startsWith("/t/")) {
            int id = Integer.parseInt(path.substring(3).split("\\?")[0]);
            arrivals.get(id).add(now);
            boolean well = path.endsWith("?well");
            status = !well && id % OF == 0 ? 500 : 200;
            Thread.sleep(!well && id % OF == 1 ? SLOW : Duration.ZERO);
        } else if (path.equals("/reset")) {
            arrivals.forEach(List::clear);
        } else {
            body = report();
        }
        var text = "HTTP/1.1 " + status + " x\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** A gap of more than one and a half periods is as many missed moments as fit into it. */
    private String report() {
        var deviations = new ArrayList<Long>();
        long asked = 0;
        long missed = 0;
        long never = 0;
        for (var one : arrivals) {
            var all = List.copyOf(one);
            asked += all.size();
            never += all.isEmpty() ? 1 : 0;
            for (int i = 1; i < all.size(); i++) {
                long gap = all.get(i) - all.get(i - 1);
                deviations.add(Math.abs(gap - PERIOD_MILLIS));
                missed += gap > PERIOD_MILLIS * 3 / 2 ? Math.round(gap / (double) PERIOD_MILLIS) - 1 : 0;
            }
        }
        Collections.sort(deviations);
        int size = deviations.size();
        return size == 0 ? "nobody asked twice\n" : "asked=%d never=%d missed=%d deviation p50=%d ms p99=%d ms max=%d ms%n"
                .formatted(asked, never, missed, deviations.get(size / 2), deviations.get(size * 99 / 100), deviations.get(size - 1));
    }
}
