package koboshi.probe;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCounted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS by BoringSSL, whose handshake takes a fraction of the JDK's; only where its part in machine code loads.
 *
 * <p>Whom to believe is judged by the same Java as ever, and what may be agreed on is what the JDK would agree on.
 */
final class NativeTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NativeTls.class);
    private static final boolean THERE = there();
    /** The first is the one that a key is sent for: everybody has it, and JVMs have it in machine code. */
    private static final String[] GROUPS = {"P-256", "X25519", "P-384", "P-521"};

    private final ReferenceCountedOpenSslContext context;

    private NativeTls(ReferenceCountedOpenSslContext context) {
        this.context = context;
    }

    private static boolean there() {
        if (!OpenSsl.isAvailable()) {
            LOG.info("the native part of TLS does not load here ({}); probes use the JDK's, which takes more processor time", reason(OpenSsl.unavailabilityCause()));
        }
        return OpenSsl.isAvailable();
    }

    private static String reason(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * @param own what is shown to who asks who we are; null for nothing
     * @param named whether a certificate has to be for the name that was asked for
     * @param usual what the JDK would agree on
     * @return empty where it cannot be had
     */
    static Optional<NativeTls> of(KeyManager[] own, TrustManager believed, boolean named, SSLParameters usual) {
        if (!THERE || own != null && !knows(own)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new NativeTls(context(own, believed, named, usual)));
        } catch (SSLException | RuntimeException e) {
            LOG.info("the native part of TLS cannot be used with these certificates ({}); probes use the JDK's", e.getMessage());
            return Optional.empty();
        }
    }

    /** Keys of other kinds would not be shown, and not be missed before the server says so. */
    private static boolean knows(KeyManager[] own) {
        return own[0] instanceof X509KeyManager keys && Stream.of("EC", "RSA").anyMatch(kind -> keys.getClientAliases(kind, null) != null);
    }

    private static ReferenceCountedOpenSslContext context(KeyManager[] own, TrustManager believed, boolean named, SSLParameters usual) throws SSLException {
        var wanted = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .trustManager(believed)
                .endpointIdentificationAlgorithm(named ? "HTTPS" : null)
                .protocols(usual.getProtocols())
                .ciphers(List.of(usual.getCipherSuites()), SupportedCipherSuiteFilter.INSTANCE)
                .option(OpenSslContextOption.GROUPS, GROUPS)
                .option(OpenSslContextOption.USE_TASKS, false);
        if (own != null) {
            wanted.keyManager(own[0]);
        }
        var context = (ReferenceCountedOpenSslContext) wanted.build();
        context.sessionContext().setSessionCacheEnabled(false);
        return context;
    }

    SSLEngine engine(String name, int port) {
        return context.newEngine(ByteBufAllocator.DEFAULT, name, port);
    }

    static boolean made(SSLEngine engine) {
        return engine instanceof ReferenceCounted;
    }

    /** Gives back what stands outside of the heap; the engine may not be used any more, and says so to who does. */
    static void release(SSLEngine engine) {
        if (engine instanceof ReferenceCounted counted) {
            counted.release();
        }
    }

    /** Engines that were made live on. */
    @Override
    public void close() {
        context.release();
    }
}
