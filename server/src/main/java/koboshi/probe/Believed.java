package koboshi.probe;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes whom another believes, and need not ask it again for a while about the very same chain shown for the very same name.
 *
 * <p>That whoever shows a chain has its key is proven in each handshake, by the handshake itself; only the verdict on the chain is remembered. A verdict against one never is.
 */
final class Believed extends X509ExtendedTrustManager {
    /** Whom the host does not trust any more is found out after so long. */
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    /** @param way in which its key is used, as the handshake names it */
    private record Shown(ByteBuffer print, String name, String way) {}

    private final X509ExtendedTrustManager judge;
    private final InstantSource clock;
    private final Map<Shown, Instant> until;

    /** @param most verdicts that are remembered */
    Believed(X509ExtendedTrustManager judge, InstantSource clock, int most) {
        this.judge = judge;
        this.clock = clock;
        until = Bounded.map(most);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String way, SSLEngine engine) throws CertificateException {
        var shown = new Shown(Chains.print(chain), String.valueOf(engine.getPeerHost()), way);
        var now = clock.instant();
        if (!isRemembered(shown, now)) {
            judge.checkServerTrusted(chain, way, engine);
            remember(shown, now, Chains.earliest(chain));
        }
    }

    private synchronized boolean isRemembered(Shown shown, Instant now) {
        var end = until.get(shown);
        return end != null && now.isBefore(end) && now.isAfter(end.minus(REMEMBERED.plusSeconds(1)));
    }

    /** Never beyond the first end of a certificate in the chain. */
    private synchronized void remember(Shown shown, Instant now, Instant end) {
        var most = now.plus(REMEMBERED);
        until.remove(shown);
        until.put(shown, end.isBefore(most) ? end : most);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String way, Socket socket) throws CertificateException {
        judge.checkServerTrusted(chain, way, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String way) throws CertificateException {
        judge.checkServerTrusted(chain, way);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String way, SSLEngine engine) throws CertificateException {
        judge.checkClientTrusted(chain, way, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String way, Socket socket) throws CertificateException {
        judge.checkClientTrusted(chain, way, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String way) throws CertificateException {
        judge.checkClientTrusted(chain, way);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
