package koboshi.agent.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.resource.ResourceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureRehearsalTest {
    private static final char[] SECRET = "changeit".toCharArray();

    @TempDir
    Path folder;

    @Test
    void aCertificateThatNobodyVouchesForFailsTheRun() throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.start();
        try {
            var step = new Step.Http("get", "GET", "https://127.0.0.1:" + server.getAddress().getPort(), Map.of(), Optional.empty(), Step.Expectation.SUCCESS, Map.of());
            var run = Rehearsal.run(
                    new Journey("ask", ResourceId.service("qa"), Duration.ofSeconds(1), Duration.ofSeconds(10), Optional.empty(), List.of(step)));
            assertThat(run.stumble().orElseThrow().why()).contains("unable to find valid certification path");
        } finally {
            server.stop(0);
        }
    }

    private SSLContext selfSigned() throws Exception {
        var file = folder.resolve("keys");
        keytool(file);
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, SECRET);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, SECRET);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path file) throws IOException, InterruptedException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(tool, "-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-storepass", "changeit",
                "-storetype", "PKCS12", "-keystore", file.toString()).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
    }
}
