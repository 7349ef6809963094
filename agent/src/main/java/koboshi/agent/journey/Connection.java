package koboshi.agent.journey;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One fresh connection. Whoever wants a wait on it to end closes it, from any thread: every wait here is a wait on the socket. */
final class Connection implements AutoCloseable {
    private volatile Optional<Socket> socket = Optional.empty();
    private volatile boolean closed;

    /** @return what the other side sends */
    InputStream open(String name, int port, boolean secure) throws IOException {
        // IPv6 literals come in brackets.
        var host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        var plain = connectAny(InetAddress.getAllByName(host), port);
        return new BufferedInputStream((secure ? held(secured(plain, host, port)) : plain).getInputStream());
    }

    private Socket connectAny(InetAddress[] addresses, int port) throws IOException {
        IOException first = null;
        for (var address : addresses) {
            try {
                var next = held(new Socket());
                next.connect(new InetSocketAddress(address, port));
                next.setTcpNoDelay(true);
                return next;
            } catch (IOException trouble) {
                first = first == null ? trouble : first;
            }
        }
        throw first;
    }

    private Socket held(Socket next) throws IOException {
        socket = Optional.of(next);
        if (closed) {
            next.close();
            throw new IOException("cancelled");
        }
        return next;
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        var secure = (SSLSocket) trust().getSocketFactory().createSocket(plain, host, port, true);
        var parameters = secure.getSSLParameters();
        // Without it any certificate of any host would do.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static SSLContext trust() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException trouble) {
            throw new IOException("no TLS on this host: " + trouble.getMessage(), trouble);
        }
    }

    void send(byte[] bytes) throws IOException {
        var out = socket.orElseThrow().getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** The earliest end of the certificates that came; empty without TLS. */
    Optional<Instant> certifiedUntil() throws IOException {
        return socket.orElseThrow() instanceof SSLSocket secure
                ? Arrays.stream(secure.getSession().getPeerCertificates()).map(Connection::ends).min(Instant::compareTo)
                : Optional.empty();
    }

    private static Instant ends(Certificate certificate) {
        return certificate instanceof X509Certificate known ? known.getNotAfter().toInstant() : Instant.MAX;
    }

    static String because(IOException trouble) {
        return switch (trouble) {
            case ConnectException _ -> "connection refused".equalsIgnoreCase(trouble.getMessage()) ? "connection refused" : trouble.getMessage();
            case UnknownHostException _ -> "no such host";
            default -> String.valueOf(trouble.getMessage());
        };
    }

    @Override
    public void close() {
        closed = true;
        socket.ifPresent(Connection::closed);
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed all the same.
        }
    }
}
