package koboshi.traffic;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import koboshi.store.Await;
import org.junit.jupiter.api.Assumptions;

/** A real HAProxy that speaks TLS before a Koboshi, with a certificate for 127.0.0.1 that nobody but its own file vouches for. */
final class TlsFront implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");
    private static final String SECRET = "changeit";

    private final Path folder;
    private final int port;
    private final Process process;

    TlsFront(Path folder, int koboshi) throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            Assumptions.abort("needs the package haproxy");
        }
        this.folder = folder;
        this.port = freePort();
        certificate();
        Files.writeString(folder.resolve("front.cfg"), """
                defaults
                  mode http
                  timeout connect 1s
                  timeout client 20s
                  timeout server 20s
                  timeout tunnel 1h
                frontend front
                  bind 127.0.0.1:%d ssl crt %s
                  default_backend koboshi
                backend koboshi
                  server koboshi 127.0.0.1:%d
                """.formatted(port, folder.resolve("front.pem"), koboshi));
        process = new ProcessBuilder(PROGRAM.toString(), "-db", "-f", folder.resolve("front.cfg").toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("front.log").toFile()).start();
        Await.until("HAProxy speaks TLS", this::listens);
    }

    private void certificate() throws IOException, GeneralSecurityException, InterruptedException {
        var file = folder.resolve("keys");
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        new ProcessBuilder(tool, "-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "SAN=ip:127.0.0.1",
                "-validity", "10", "-storepass", SECRET, "-storetype", "PKCS12", "-keystore", file.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("keytool.log").toFile()).start().waitFor();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, SECRET.toCharArray());
        }
        var shown = pem("CERTIFICATE", keys.getCertificate("a").getEncoded());
        Files.writeString(authority(), shown);
        Files.writeString(folder.resolve("front.pem"), shown + pem("PRIVATE KEY", keys.getKey("a", SECRET.toCharArray()).getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    private boolean listens() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            // Not yet: it is tried again.
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What vouches for it. */
    Path authority() {
        return folder.resolve("authority.pem");
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
