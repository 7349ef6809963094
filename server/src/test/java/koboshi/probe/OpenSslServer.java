package koboshi.probe;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import koboshi.store.Await;
import org.junit.jupiter.api.Assumptions;

/** OpenSSL's own server, whose page tells how the connection that asks for it came about. */
final class OpenSslServer implements AutoCloseable {
    private final Path certificate;
    private final Path key;
    private final List<Process> processes = new ArrayList<>();

    OpenSslServer(Path folder, KeyStore keys, char[] password) throws Exception {
        certificate = pem(folder.resolve("web.pem"), "CERTIFICATE", keys.getCertificate("web").getEncoded());
        key = pem(folder.resolve("web.key"), "PRIVATE KEY", keys.getKey("web", password).getEncoded());
    }

    private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind + "-----\n");
    }

    /** @return its port */
    int start(String version) throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try {
            processes.add(new ProcessBuilder("openssl", "s_server", "-quiet", "-www", version, "-accept", "127.0.0.1:" + port, "-cert", certificate.toString(), "-key", key.toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
        } catch (IOException _) {
            Assumptions.abort("needs the package openssl");
        }
        Await.until("openssl listens", () -> listens(port));
        return port;
    }

    private static boolean listens(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
