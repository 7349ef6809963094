package koboshi.agent;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom we believe when the server shows a certificate.
 *
 * @param file certificates of the authorities that are believed, and no others; those this host's Java believes where empty
 */
record Trust(Optional<Path> file) {
    /** @throws IOException naming the file, when it holds no certificate */
    HttpClient client() throws IOException {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        return (file.isEmpty() ? client : client.sslContext(context(file.get()))).build();
    }

    private static SSLContext context(Path file) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new CertificateException("it holds none");
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException nonsense) {
            throw new IOException("--ca-file " + file + ": expected certificates in PEM; " + nonsense.getMessage(), nonsense);
        } catch (IOException unreadable) {
            throw new IOException("--ca-file " + file + " cannot be read: " + unreadable, unreadable);
        }
    }

    /** What was wrong with TLS, in words that say what to do; empty where it was something else. */
    Optional<String> trouble(Throwable trouble) {
        var causes = Stream.iterate(trouble, cause -> cause != null, Throwable::getCause).limit(10).toList();
        if (causes.stream().noneMatch(SSLException.class::isInstance)) {
            return Optional.empty();
        }
        var deepest = causes.stream().filter(cause -> cause instanceof CertPathBuilderException || cause instanceof CertificateException).reduce((_, deeper) -> deeper).orElse(trouble);
        return Optional.of(switch (deepest) {
            case CertPathBuilderException _ -> "its certificate is not trusted: " + file.map(known -> "none of those in --ca-file " + known + " signed it")
                    .orElse("give that of the authority that signed it with --ca-file FILE");
            case CertificateExpiredException _ -> "its certificate has expired: " + deepest.getMessage();
            case CertificateNotYetValidException _ -> "its certificate is not valid yet, or this host's clock is wrong: " + deepest.getMessage();
            case CertificateException _ -> "its certificate is for another name: " + deepest.getMessage();
            default -> "no TLS with it: " + deepest.getMessage() + " (is it https there?)";
        });
    }
}
