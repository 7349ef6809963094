package koboshi.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.ScrapeJob.Login;
import koboshi.config.ScrapeJob.Tls;
import koboshi.config.Secret;
import koboshi.store.Await;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers on this host, good ones and bad ones. */
class ProberTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String WELL = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n";

    @TempDir
    Path folder;

    private TlsContext context;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<ServerSocket> servers = new ArrayList<>();
    /** Room for so many bytes of bodies. */
    private static final int ROOM = 8 << 20;

    private final Prober prober = started();

    private interface Manner {
        void speak(Socket socket) throws IOException;
    }

    private Prober started() {
        var prober = new Prober("Koboshi/test", new Keyring() {
            @Override
            public TlsContext context(Tls tls) {
                return context;
            }

            @Override
            public String authorization(Access access) {
                return access.login().isPresent() ? "Bearer secret" : "";
            }
        }, ROOM);
        prober.start();
        return prober;
    }

    @AfterEach
    void stop() throws IOException {
        prober.close();
        for (var server : servers) {
            server.close();
        }
    }

    private int serve(ServerSocket server, Manner manner) {
        servers.add(server);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    var socket = server.accept();
                    Thread.ofVirtual().start(() -> speak(socket, manner));
                } catch (IOException _) {
                    return;
                }
            }
        });
        return server.getLocalPort();
    }

    private void speak(Socket socket, Manner manner) {
        try (socket) {
            var request = new StringBuilder();
            while (!request.toString().endsWith("\r\n\r\n")) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return;
                }
                request.append((char) next);
            }
            heard.add(request.toString());
            manner.speak(socket);
        } catch (IOException _) {
            // Whoever asked had enough.
        }
    }

    private int serve(Manner manner) throws IOException {
        return serve(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), manner);
    }

    private int says(String text) throws IOException {
        return serve(socket -> socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static final Access OPEN = new Access(Optional.empty(), Tls.USUAL, true);

    private static Question question(String url, Access access, int timeoutMillis) {
        return new Question(URI.create(url), access, Duration.ofMillis(timeoutMillis), 100_000, 1_000);
    }

    private CompletableFuture<Reply> asked(Question question) {
        var reply = new CompletableFuture<Reply>();
        prober.post(() -> prober.ask(question, reply::complete));
        return reply;
    }

    private Reply ask(Question question) throws Exception {
        return asked(question).get(20, TimeUnit.SECONDS);
    }

    private Reply ask(int port) throws Exception {
        return ask(question("http://127.0.0.1:" + port + "/health?a=b", OPEN, 5_000));
    }

    private String trouble(int port, int timeoutMillis) throws Exception {
        return ask(question("http://127.0.0.1:" + port + "/", OPEN, timeoutMillis)).trouble();
    }

    @Test
    void asksOnAFreshConnectionAndTellsWhatCame() throws Exception {
        var reply = ask(says(WELL));
        assertThat(reply.trouble()).isEmpty();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.answer().orElseThrow().body()).isEqualTo("ok\n".getBytes(StandardCharsets.UTF_8));
        assertThat(reply.certifiedUntil()).isEmpty();
        assertThat(heard).singleElement().asString().startsWith("GET /health?a=b HTTP/1.1\r\nHost: 127.0.0.1:").contains("User-Agent: Koboshi/test", "Connection: close");
    }

    @Test
    void namesWhatIsWrongWithThoseThatDoNotAnswer() throws Exception {
        int closed;
        try (var server = new ServerSocket(0)) {
            closed = server.getLocalPort();
        }
        assertThat(trouble(closed, 5_000)).isEqualTo("nobody listens at 127.0.0.1:" + closed);
        assertThat(trouble(says("SSH-2.0-x\r\n"), 5_000)).contains("does not answer as HTTP/1 does");
        assertThat(trouble(serve(Socket::close), 5_000)).contains("closed the connection");
        assertThat(ask(question("http://no-such-host.invalid/", OPEN, 20_000)).trouble()).isEqualTo("no such host: no-such-host.invalid");
    }

    @Test
    void cutsOffThoseThatHangOrNeverEndWhileOthersAreAskedInTime() throws Exception {
        int hangs = serve(socket -> socket.getInputStream().read());
        int drips = serve(socket -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                socket.getOutputStream().write('x');
                LockSupport.parkNanos(10_000_000);
            }
        });
        int floods = serve(socket -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                socket.getOutputStream().write(new byte[8_192]);
            }
        });
        int head = serve(socket -> {
            while (true) {
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX: y".getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        var bad = List.of(hangs, drips).stream().map(port -> asked(question("http://127.0.0.1:" + port + "/", OPEN, 1_000))).toList();
        assertThat(ask(says(WELL)).trouble()).isEmpty();
        assertThat(bad).noneMatch(CompletableFuture::isDone);
        assertThat(bad.get(0).get(20, TimeUnit.SECONDS).trouble()).isEqualTo("it did not answer in time");
        assertThat(bad.get(1).get(20, TimeUnit.SECONDS)).satisfies(reply -> {
            assertThat(reply.trouble()).isEqualTo("it did not end its answer in time");
            assertThat(reply.status()).isEqualTo(200);
        });
        assertThat(trouble(floods, 10_000)).isEqualTo("its answer is larger than body_size_limit (100000 bytes)");
        assertThat(trouble(head, 10_000)).contains("the head of its answer is larger than");
    }

    @Test
    void goesWhereItIsSentAndShowsItsLoginToNobodyElse() throws Exception {
        int last = says(WELL);
        int first = says("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + last + "/there\r\nContent-Length: 0\r\n\r\n");
        var access = new Access(Optional.of(new Login.Credentials("Bearer", new Secret.File(folder))), Tls.USUAL, true);
        assertThat(ask(question("http://127.0.0.1:" + first + "/", access, 5_000)).status()).isEqualTo(200);
        assertThat(heard.getFirst()).contains("Authorization: Bearer secret");
        assertThat(heard.getLast()).startsWith("GET /there").doesNotContain("Authorization");
        var staying = new Access(Optional.empty(), Tls.USUAL, false);
        assertThat(ask(question("http://127.0.0.1:" + first + "/", staying, 5_000)).status()).isEqualTo(302);
    }

    @Test
    void isNotSentAroundInCirclesNorElsewhereThanTheWeb() throws Exception {
        assertThat(trouble(says("HTTP/1.1 301 x\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"), 20_000)).contains("sends us on more than 10 times");
        assertThat(trouble(says("HTTP/1.1 301 x\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"), 5_000)).contains("no address of http or https");
    }

    @Test
    void manyThousandsAreAskedAtOnceWithoutOneBeingLost() throws Exception {
        int port = says(WELL);
        var replies = new ArrayList<CompletableFuture<Reply>>();
        for (int i = 0; i < 3_000; i++) {
            replies.add(asked(question("http://127.0.0.1:" + port + "/", OPEN, 60_000)));
        }
        CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertThat(replies).allMatch(reply -> reply.join().trouble().isEmpty());
    }

    private Reply ask(int port, int kept) throws Exception {
        return ask(new Question(URI.create("http://127.0.0.1:" + port + "/"), OPEN, Duration.ofMinutes(5), ROOM, kept));
    }

    @Test
    void noAnswerIsTakenThatHasNoRoomBesideThoseThatWaitToBeJudged() throws Exception {
        int large = says("HTTP/1.1 200 OK\r\nContent-Length: " + (ROOM - 100) + "\r\n\r\n" + "x".repeat(ROOM - 100));
        int small = says("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + "x".repeat(101));
        assertThat(ask(large, ROOM).trouble()).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(ask(small, ROOM)).satisfies(reply -> {
                assertThat(reply.trouble()).contains("too large for the memory there is for answers");
                assertThat(reply.answer()).isEmpty();
            });
        }
        prober.release(ROOM - 100);
        assertThat(ask(small, ROOM).trouble()).isEmpty();
        prober.release(101);
        assertThat(ask(large, ROOM).trouble()).isEmpty();
        assertThat(ask(small, ROOM).trouble()).contains("too large for the memory there is for answers");
    }

    @Test
    void whatWasReadIsNotKeptUntilTheTimeItHadIsUp() throws Exception {
        int port = says("HTTP/1.1 200 OK\r\nContent-Length: " + ROOM + "\r\n\r\n" + "x".repeat(ROOM));
        long before = used();
        for (int i = 0; i < 12; i++) {
            assertThat(troubleOnly(port)).isEmpty();
            prober.release(ROOM);
        }
        Await.until("the answers are let go", () -> used() - before < 6L * ROOM);
    }

    /** Whoever asks here keeps nothing of the answer either. */
    private String troubleOnly(int port) throws Exception {
        var trouble = new CompletableFuture<String>();
        var question = new Question(URI.create("http://127.0.0.1:" + port + "/"), OPEN, Duration.ofMinutes(5), ROOM, ROOM);
        prober.post(() -> prober.ask(question, reply -> trouble.complete(reply.trouble())));
        return trouble.get(20, TimeUnit.SECONDS);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** @param more what keytool is told besides */
    private KeyStore keys(String kind, String... more) throws Exception {
        var file = folder.resolve("keys");
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "web", "-keyalg", kind,
                "-dname", "CN=web", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore", file.toString()));
        command.addAll(List.of(more));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        var keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        Files.delete(file);
        return keys;
    }

    private static KeyManager[] shown(KeyStore keys) throws GeneralSecurityException {
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        return own.getKeyManagers();
    }

    /** @param keys whose certificate is believed; null for those of this host */
    private static TrustManager[] trusting(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyStore known = null;
        if (keys != null) {
            known = KeyStore.getInstance("PKCS12");
            known.load(null, null);
            known.setCertificateEntry("web", keys.getCertificate("web"));
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        return managers.getTrustManagers();
    }

    /** @param wanted what the server insists on */
    private int secured(KeyStore keys, TrustManager[] believed, Consumer<SSLParameters> wanted) throws Exception {
        var secure = SSLContext.getInstance("TLS");
        secure.init(shown(keys), believed, null);
        var server = (SSLServerSocket) secure.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var parameters = server.getSSLParameters();
        wanted.accept(parameters);
        server.setSSLParameters(parameters);
        return serve(server, socket -> socket.getOutputStream().write(WELL.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** One that is believed. */
    private int secured(String... more) throws Exception {
        var keys = keys("EC", more);
        context = new TlsContext(null, trusting(keys), true);
        return secured(keys, null, parameters -> {});
    }

    private Reply askSecurely(int port) throws Exception {
        return ask(question("https://127.0.0.1:" + port + "/", OPEN, 10_000));
    }

    @Test
    void tellsHowLongACertificateLasts() throws Exception {
        var reply = askSecurely(secured("-ext", "san=ip:127.0.0.1", "-validity", "30"));
        assertThat(reply.trouble()).isEmpty();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(Duration.between(Instant.now(), reply.certifiedUntil().orElseThrow())).isBetween(Duration.ofDays(29), Duration.ofDays(31));
    }

    @Test
    void believesNoCertificateThatIsOverForAnotherNameOrFromNobodyKnown() throws Exception {
        assertThat(askSecurely(secured("-ext", "san=ip:127.0.0.1", "-startdate", "-3d", "-validity", "1"))).satisfies(reply -> {
            assertThat(reply.trouble()).startsWith("its certificate ended at ");
            assertThat(reply.certifiedUntil().orElseThrow()).isBefore(Instant.now());
        });
        assertThat(askSecurely(secured("-ext", "san=dns:other.example")).trouble()).startsWith("no agreement on TLS").contains("127.0.0.1");
        int unknown = secured("-ext", "san=ip:127.0.0.1");
        context = new TlsContext(null, trusting(null), true);
        assertThat(askSecurely(unknown).trouble()).startsWith("no agreement on TLS").contains("certification path");
    }

    private String troubleSecurely(String host, int port) throws Exception {
        return ask(question("https://" + host + ":" + port + "/", OPEN, 10_000)).trouble();
    }

    @Test
    void aChainThatWasBelievedAMomentAgoIsRefusedForAnotherNameAndUnderOtherTrust() throws Exception {
        int port = secured("-ext", "san=dns:localhost");
        var believing = context;
        for (int i = 0; i < 2; i++) {
            assertThat(troubleSecurely("localhost", port)).isEmpty();
            assertThat(troubleSecurely("127.0.0.1", port)).startsWith("no agreement on TLS").contains("127.0.0.1");
            context = new TlsContext(null, trusting(null), true);
            assertThat(troubleSecurely("localhost", port)).startsWith("no agreement on TLS").contains("certification path");
            context = believing;
        }
    }

    @Test
    void whoIsToBeBelievedWhateverItShowsIs() throws Exception {
        int port = secured("-ext", "san=dns:other.example");
        context = new TlsContext(null, SslContextFactory.TRUST_ALL_CERTS, false);
        assertThat(askSecurely(port)).satisfies(reply -> {
            assertThat(reply.trouble()).isEmpty();
            assertThat(reply.certifiedUntil()).isPresent();
        });
    }

    @Test
    void showsItsOwnCertificateWhereThatIsAsked() throws Exception {
        var keys = keys("EC", "-ext", "san=ip:127.0.0.1");
        for (var kind : List.of("EC", "RSA", "Ed25519")) {
            var us = keys(kind);
            int port = secured(keys, trusting(us), parameters -> parameters.setNeedClientAuth(true));
            context = new TlsContext(shown(us), trusting(keys), true);
            assertThat(askSecurely(port).trouble()).as(kind).isEmpty();
            context = new TlsContext(null, trusting(keys), true);
            assertThat(askSecurely(port).trouble()).as(kind).isNotEmpty();
        }
    }

    @Test
    void agreesWithThoseThatKnowOnlyOneWay() throws Exception {
        var keys = keys("RSA", "-ext", "san=ip:127.0.0.1");
        context = new TlsContext(null, trusting(keys), true);
        for (var group : List.of("x25519", "secp256r1", "secp384r1", "secp521r1", "x448", "ffdhe2048")) {
            assertThat(askSecurely(secured(keys, null, parameters -> parameters.setNamedGroups(new String[] {group}))).trouble()).as(group).isEmpty();
        }
        assertThat(askSecurely(secured(keys, null, parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}))).trouble()).isEmpty();
    }

    @Test
    void keysThatOnlyTheJdkKnowsAreBelievedAsWell() throws Exception {
        for (var kind : List.of("Ed25519", "Ed448")) {
            var keys = keys(kind, "-ext", "san=ip:127.0.0.1");
            context = new TlsContext(null, trusting(keys), true);
            int port = secured(keys, null, parameters -> {});
            assertThat(List.of(askSecurely(port), askSecurely(port))).allSatisfy(reply -> assertThat(reply.trouble()).as(kind).isEmpty());
        }
    }

    @Test
    void theQuickWayIsThereOnTheMachinesItIsBuiltFor() throws Exception {
        assumeThat(System.getProperty("os.name") + System.getProperty("os.arch")).isIn("Linuxamd64", "Linuxaarch64");
        var engine = new TlsContext(null, trusting(null), true).quick("web.example", 443);
        assertThat(NativeTls.made(engine)).isTrue();
        NativeTls.release(engine);
    }

    /** OpenSSL's own server tells of each connection whether it went on with an earlier one. */
    @Test
    void everyHandshakeIsAWholeOne() throws Exception {
        var keys = keys("EC", "-ext", "san=ip:127.0.0.1");
        context = new TlsContext(null, trusting(keys), true);
        try (var server = new OpenSslServer(folder, keys, PASSWORD)) {
            for (var version : List.of("-tls1_3", "-tls1_2")) {
                int port = server.start(version);
                for (int i = 0; i < 4; i++) {
                    var reply = ask(new Question(URI.create("https://127.0.0.1:" + port + "/"), OPEN, Duration.ofSeconds(10), 100_000, 100_000));
                    assertThat(reply.trouble()).isEmpty();
                    assertThat(new String(reply.answer().orElseThrow().body(), StandardCharsets.ISO_8859_1)).contains("New, TLSv1.").doesNotContain("Reused,");
                }
            }
        }
    }

    /** None of its records ends where a read does. */
    @Test
    void aLargeAnswerInPiecesOfAllSizesComesWhole() throws Exception {
        var keys = keys("EC", "-ext", "san=ip:127.0.0.1");
        context = new TlsContext(null, trusting(keys), true);
        var secure = SSLContext.getInstance("TLS");
        secure.init(shown(keys), null, null);
        var text = "HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + "x".repeat(3_000_000);
        var random = new Random(7);
        int port = serve(secure.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), socket -> {
            for (int at = 0, size; at < text.length(); at += size) {
                size = Math.min(text.length() - at, 1 + random.nextInt(random.nextBoolean() ? 40 : 60_000));
                socket.getOutputStream().write(text.substring(at, at + size).getBytes(StandardCharsets.ISO_8859_1));
            }
            socket.getInputStream().read();
        });
        var reply = ask(new Question(URI.create("https://127.0.0.1:" + port + "/"), OPEN, Duration.ofSeconds(60), ROOM, ROOM));
        assertThat(reply.trouble()).isEmpty();
        assertThat(reply.answer().orElseThrow().body()).hasSize(3_000_000);
        prober.release(3_000_000);
    }

    @Test
    void aServerWithoutTlsIsSaidToBeNone() throws Exception {
        context = new TlsContext(null, trusting(null), true);
        assertThat(askSecurely(serve(socket -> {})).trouble()).isNotEmpty();
        int mute = serve(socket -> socket.getInputStream().read());
        assertThat(ask(question("https://127.0.0.1:" + mute + "/", OPEN, 700)).trouble()).isEqualTo("it did not agree on TLS in time");
    }
}
