package koboshi.scrape;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import koboshi.config.ScrapeJob.Tls;
import koboshi.config.TargetFile;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client for each way of TLS; files of certificates are read again when they change. Safe for use by many threads. */
final class Clients implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);
    private static final int THREADS = 8;
    private static final int MOST_CONNECTIONS = 256;
    private static final long CONNECT_MILLIS = 10_000;
    /** Longer than most scrape anew, so that their connections are used again. */
    private static final long IDLE_MILLIS = 75_000;
    private static final int HEADERS = 32 << 10;

    private record Client(HttpClient http, List<Long> stamps) {}

    private final Map<Tls, Client> clients = new HashMap<>();
    private boolean closed;

    /** @throws IOException in words, where a file of certificates cannot be used */
    synchronized HttpClient of(Tls tls) throws IOException {
        var stamps = Stream.of(tls.ca(), tls.certificate(), tls.key()).flatMap(file -> file.stream()).map(TargetFile::stamp).toList();
        var known = clients.get(tls);
        if (known != null && known.stamps().equals(stamps)) {
            return known.http();
        }
        if (closed) {
            throw new IOException("nothing is scraped any more");
        }
        var made = new Client(started(tls), stamps);
        clients.put(tls, made);
        if (known != null) {
            stop(known);
        }
        return made.http();
    }

    private static HttpClient started(Tls tls) throws IOException {
        var threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("scrape");
        threads.setDaemon(true);
        var connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setExecutor(threads);
        connector.setSslContextFactory(factory(tls));
        var http = new HttpClient(new HttpClientTransportOverHTTP(connector));
        http.setExecutor(threads);
        http.setFollowRedirects(false);
        http.setConnectTimeout(CONNECT_MILLIS);
        http.setIdleTimeout(IDLE_MILLIS);
        http.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
        http.setMaxResponseHeadersSize(HEADERS);
        http.setDestinationIdleTimeout(IDLE_MILLIS);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setUserAgentField(null);
        try {
            http.start();
            // We unpack ourselves, since an answer of a few bytes may grow without end.
            http.getContentDecoderFactories().clear();
            return http;
        } catch (Exception e) {
            throw new IOException("its way of TLS cannot be used: " + e.getMessage(), e);
        }
    }

    private static SslContextFactory.Client factory(Tls tls) throws IOException {
        var factory = tls.serverName().map(Clients::named).orElseGet(SslContextFactory.Client::new);
        factory.setSslContext(Certificates.context(tls));
        factory.setEndpointIdentificationAlgorithm(tls.insecure() ? null : "HTTPS");
        if (tls.newest()) {
            factory.setIncludeProtocols("TLSv1.3");
        }
        // A name that is asked for is also the one that is expected in the certificate.
        tls.serverName().ifPresent(name -> factory.setSNIProvider((_, _) -> List.of(new SNIHostName(name))));
        return factory;
    }

    /** The JDK believes a certificate that is for the peer's host as well, so the peer's host is the name that is expected. */
    private static SslContextFactory.Client named(String name) {
        return new SslContextFactory.Client() {
            @Override
            public SSLEngine newSSLEngine(String host, int port) {
                return super.newSSLEngine(name, port);
            }
        };
    }

    private static void stop(Client client) {
        try {
            client.http().stop();
        } catch (Exception e) {
            LOG.warn("a client did not stop: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        clients.values().forEach(Clients::stop);
        clients.clear();
    }
}
