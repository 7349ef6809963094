package koboshi.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on real chains, and a judge that keeps what it was asked. */
class BelievedTest {
    private static X509Certificate one;
    private static X509Certificate other;

    @BeforeAll
    static void certificates(@TempDir Path folder) throws Exception {
        one = certificate(folder.resolve("one"));
        other = certificate(folder.resolve("other"));
    }

    private static X509Certificate certificate(Path file) throws Exception {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "web", "-keyalg", "EC", "-dname", "CN=web",
                "-validity", "1", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore", file.toString()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        return (X509Certificate) KeyStore.getInstance(file.toFile(), "changeit".toCharArray()).getCertificate("web");
    }

    /** Believes everybody but the name {@code bad.example}. */
    private static final class Judge extends X509ExtendedTrustManager {
        private final List<String> asked = new ArrayList<>();

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String way, SSLEngine engine) throws CertificateException {
            asked.add(engine.getPeerHost());
            if (engine.getPeerHost().equals("bad.example")) {
                throw new CertificateException("not for that name");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String way, Socket socket) {
            asked.add("socket");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String way) {
            asked.add("nobody");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String way, SSLEngine engine) {
            asked.add("client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String way, Socket socket) {
            asked.add("client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String way) {
            asked.add("client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private Instant now = Instant.now();
    private final Judge judge = new Judge();
    private final Believed believed = new Believed(judge, () -> now, 3);

    private void show(X509Certificate certificate, String name, String way) throws Exception {
        believed.checkServerTrusted(new X509Certificate[] {certificate}, way, SSLContext.getDefault().createSSLEngine(name, 443));
    }

    private void show(X509Certificate certificate, String name) throws Exception {
        show(certificate, name, "EC");
    }

    private int asked() {
        int asked = judge.asked.size();
        judge.asked.clear();
        return asked;
    }

    @Test
    void whatWasBelievedIsBelievedForFiveMinutesAndThenJudgedAnew() throws Exception {
        show(one, "web.example");
        now = now.plus(Duration.ofMinutes(5)).minusMillis(1);
        show(one, "web.example");
        assertThat(asked()).isOne();
        now = now.plusMillis(1);
        show(one, "web.example");
        assertThat(asked()).isOne();
    }

    @Test
    void anotherNameAnotherChainAnotherUseAndALongerChainAreJudgedByThemselves() throws Exception {
        show(one, "web.example");
        show(one, "other.example");
        show(other, "web.example");
        show(one, "web.example", "RSA");
        believed.checkServerTrusted(new X509Certificate[] {one, other}, "EC", SSLContext.getDefault().createSSLEngine("web.example", 443));
        assertThat(asked()).isEqualTo(5);
    }

    @Test
    void aRefusalIsNeverRemembered() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> show(one, "bad.example")).isInstanceOf(CertificateException.class).hasMessage("not for that name");
        }
        assertThat(asked()).isEqualTo(3);
    }

    @Test
    void nothingIsBelievedBeyondTheEndOfACertificate() throws Exception {
        now = one.getNotAfter().toInstant().minusSeconds(60);
        show(one, "web.example");
        show(one, "web.example");
        assertThat(asked()).isOne();
        now = one.getNotAfter().toInstant();
        show(one, "web.example");
        show(one, "web.example");
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetBackMakesItAskAnew() throws Exception {
        show(one, "web.example");
        now = now.minus(Duration.ofDays(2));
        show(one, "web.example");
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void onlySoManyAreRemembered() throws Exception {
        for (int i = 0; i < 4; i++) {
            show(one, "web" + i + ".example");
        }
        assertThat(asked()).isEqualTo(4);
        show(one, "web3.example");
        assertThat(asked()).isZero();
        show(one, "web0.example");
        assertThat(asked()).isOne();
    }
}
