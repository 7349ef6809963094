package koboshi.probe;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * One way to agree on TLS: which certificates are believed, and what is shown of our own.
 *
 * <p>No connection goes on with what an earlier one agreed on: it would not be shown the certificate, and would tell for hours of one that was renewed.
 */
public final class TlsContext implements AutoCloseable {
    private final KeyManager[] own;
    private final TrustManager[] believed;
    private final boolean named;
    private final SecureRandom random = new SecureRandom();
    private final Optional<NativeTls> quick;

    /**
     * @param own what is shown to who asks who we are; null for nothing
     * @param believed who judges chains of certificates
     * @param named whether a certificate has to be for the name that was asked for
     */
    public TlsContext(KeyManager[] own, TrustManager[] believed, boolean named) throws GeneralSecurityException {
        this.own = own;
        this.named = named;
        this.believed = named ? Arrays.stream(believed).map(TlsContext::remembering).toArray(TrustManager[]::new) : believed;
        quick = NativeTls.of(own, this.believed[0], named, forgetful().getDefaultSSLParameters());
    }

    private static TrustManager remembering(TrustManager judge) {
        return judge instanceof X509ExtendedTrustManager whole ? new Believed(whole, InstantSource.system(), Bounded.MOST) : judge;
    }

    /** One that is asked for a second connection would let it go on with what the first agreed on. */
    private SSLContext forgetful() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(own, believed, random);
        return context;
    }

    /** For one connection, the quickest there is. */
    SSLEngine quick(String name, int port) {
        return quick.isPresent() ? quick.get().engine(name, port) : thorough(name, port);
    }

    /** For one connection, the JDK's: it knows more kinds of keys, and says best what is wrong. */
    SSLEngine thorough(String name, int port) {
        try {
            var engine = forgetful().createSSLEngine(name, port);
            var parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(named ? "HTTPS" : null);
            engine.setSSLParameters(parameters);
            engine.setUseClientMode(true);
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was used once can be used again", e);
        }
    }

    /** Connections that it was asked for live on. */
    @Override
    public void close() {
        quick.ifPresent(NativeTls::close);
    }
}
