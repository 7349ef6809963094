package koboshi.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import koboshi.config.ScrapeJob.Tls;
import koboshi.probe.TlsContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Reads certificates and keys from PEM files. */
final class Certificates {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};

    private Certificates() {}

    static SSLContext context(Tls tls) throws IOException {
        try {
            return context(shown(tls), believed(tls));
        } catch (GeneralSecurityException e) {
            throw new IOException("its way of TLS cannot be used: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(KeyManager[] own, TrustManager[] believed) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(own, believed, null);
        return context;
    }

    static TlsContext forProbes(Tls tls) throws IOException {
        try {
            var chosen = believed(tls);
            return new TlsContext(shown(tls), chosen == null ? usual() : chosen, !tls.insecure());
        } catch (GeneralSecurityException e) {
            throw new IOException("its way of TLS cannot be used: " + e.getMessage(), e);
        }
    }

    /** Those the host trusts; to find them takes a tenth of a second. */
    private static TrustManager[] usual() throws GeneralSecurityException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init((KeyStore) null);
        return managers.getTrustManagers();
    }

    /** null for none. */
    private static KeyManager[] shown(Tls tls) throws IOException, GeneralSecurityException {
        if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
            return null;
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own(tls.certificate().get(), tls.key().get()), NO_PASSWORD);
        return managers.getKeyManagers();
    }

    /** null for those the host trusts. */
    private static TrustManager[] believed(Tls tls) throws IOException, GeneralSecurityException {
        if (tls.insecure() || tls.ca().isEmpty()) {
            return tls.insecure() ? SslContextFactory.TRUST_ALL_CERTS : null;
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted(tls.ca().get()));
        return managers.getTrustManagers();
    }

    private static KeyStore trusted(Path ca) throws IOException {
        try {
            var store = empty();
            int number = 0;
            for (var certificate : certificates(ca)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("file " + ca + " holds no certificates in PEM: " + e.getMessage(), e);
        }
    }

    private static KeyStore own(Path certificate, Path key) throws IOException {
        try {
            var store = empty();
            store.setKeyEntry("own", key(key), NO_PASSWORD, certificates(certificate).toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("files " + certificate + " and " + key + " are no certificate and its key in PEM: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            var all = List.<Certificate>copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (all.isEmpty()) {
                throw new IOException("file " + file + " holds no certificate");
            }
            return all;
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        var match = KEY.matcher(Files.readString(file));
        if (!match.find()) {
            throw new IOException("file " + file + " holds no key under BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt makes one of other kinds");
        }
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(match.group(1)));
        for (var kind : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (InvalidKeySpecException _) {
                // Of another kind: the next is tried.
            }
        }
        throw new IOException("file " + file + " holds a key of a kind that is not known");
    }
}
