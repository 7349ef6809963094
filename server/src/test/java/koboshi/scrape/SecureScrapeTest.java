package koboshi.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target behind TLS, whose certificate is for web.example alone. */
class SecureScrapeTest {
    private static final char[] SECRET = "changeit".toCharArray();

    @TempDir
    Path folder;

    private KeyStore keys;

    @BeforeEach
    void keys() throws Exception {
        keys("san=dns:web.example");
    }

    private void keys(String names) throws Exception {
        var file = folder.resolve("keys");
        keytool("-genkeypair", "-alias", "web", "-keyalg", "EC", "-dname", "CN=web", "-ext", names, "-storetype", "PKCS12", "-keystore", file.toString());
        keytool("-genkeypair", "-alias", "us", "-keyalg", "RSA", "-dname", "CN=us", "-storetype", "PKCS12", "-keystore", file.toString());
        keys = KeyStore.getInstance(file.toFile(), SECRET);
        pem("ca.pem", "CERTIFICATE", keys.getCertificate("web"));
        pem("own.pem", "CERTIFICATE", keys.getCertificate("us"));
        pem("own.key", "PRIVATE KEY", keys.getKey("us", SECRET));
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-storepass", "changeit"));
        command.addAll(1, List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    private void pem(String name, String kind, Object thing) throws Exception {
        var bytes = thing instanceof Certificate certificate ? certificate.getEncoded() : ((Key) thing).getEncoded();
        Files.writeString(folder.resolve(name), "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind + "-----\n");
    }

    private Exposer exposer(boolean askWho) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        var web = KeyStore.getInstance("PKCS12");
        web.load(null, null);
        web.setKeyEntry("web", keys.getKey("web", SECRET), SECRET, keys.getCertificateChain("web"));
        managers.init(web, SECRET);
        var us = KeyStore.getInstance("PKCS12");
        us.load(null, null);
        us.setCertificateEntry("us", keys.getCertificate("us"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(us);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(askWho);
                parameters.setSSLParameters(wanted);
            }
        });
        return new Exposer(server).says("a 1\n");
    }

    private String error(Exposer exposer, String tls) throws Exception {
        try (var scraped = new Scraped(folder, "{targets: ['" + exposer.address() + "'], scheme: https" + tls + "}")) {
            return scraped.scrape().error();
        }
    }

    @Test
    void believesOnlyWhomItIsToldToBelieve() throws Exception {
        try (var exposer = exposer(false)) {
            assertThat(error(exposer, "")).contains("unable to find valid certification path");
            assertThat(error(exposer, ", tls: {ca: ca.pem}")).as("another name").contains("no answer came");
            assertThat(error(exposer, ", tls: {ca: ca.pem, server_name: other.example}")).contains("no answer came");
            assertThat(error(exposer, ", tls: {ca: ca.pem, server_name: web.example}")).isEmpty();
            assertThat(error(exposer, ", tls: {insecure: true}")).isEmpty();
            assertThat(error(exposer, ", tls: {ca: own.key}")).contains("own.key holds no certificate");
        }
    }

    /** The certificate was believed for the address that was dialled, whatever name was asked for. */
    @Test
    void theNameThatIsAskedForIsTheOneTheCertificateMustBeFor() throws Exception {
        Files.delete(folder.resolve("keys"));
        keys("san=dns:localhost,ip:127.0.0.1");
        try (var exposer = exposer(false)) {
            assertThat(error(exposer, ", tls: {ca: ca.pem}")).isEmpty();
            assertThat(error(exposer, ", tls: {ca: ca.pem, server_name: other.example}")).contains("no answer came");
            assertThat(error(exposer, ", tls: {ca: ca.pem, server_name: other}")).contains("no answer came");
            assertThat(error(exposer, ", tls: {ca: ca.pem, server_name: localhost}")).isEmpty();
        }
    }

    @Test
    void showsItsOwnCertificateWhereThatIsAsked() throws Exception {
        try (var exposer = exposer(true)) {
            assertThat(error(exposer, ", tls: {insecure: true}")).isNotEmpty();
            assertThat(error(exposer, ", tls: {insecure: true, cert: own.pem, key: own.key}")).isEmpty();
            assertThat(error(exposer, ", tls: {insecure: true, cert: own.pem, key: ca.pem}")).contains("ca.pem holds no key under BEGIN PRIVATE KEY");
        }
    }
}
