package koboshi.integration.haproxy;

import static koboshi.integration.haproxy.HaproxyTrouble.Kind.GONE;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.NONSENSE;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.NOT_SO;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.SLOW;
import static koboshi.integration.haproxy.RuntimeApiTest.trouble;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sits at the socket is not HAProxy, or not at its best: no thread is held up and nothing half is believed. */
final class BadDaysTest {
    private static final String INFO = "Name: HAProxy\nVersion: 2.6.12\nPid: 7\nUptime_sec: 3\nStart_time_sec: 1700000000\nStopping: 0\n\n";
    private static final String STATES = "1\n# be_name srv_name srv_op_state srv_admin_state srv_uweight srv_iweight\nweb s1 2 0 100 100\nweb s2 0 8 50 100\n\n";
    private static final String STATISTICS = """
            # pxname,svname,qcur,scur,stot,econ,eresp,wretr,status,weight,hrsp_5xx,rtime,addr,srv_abrt,last_chk,
            web,s1,0,3,9,1,2,3,UP,100,4,5,127.0.0.1:80,0,"says ""no"",
            twice",
            web,s2,1,0,0,0,0,0,DOWN,50,,,127.0.0.1:81,0,,

            """;

    @TempDir
    private Path folder;

    /** Whatever one connection is answered; the connection is closed afterwards. */
    @FunctionalInterface
    private interface Manner {
        void answer(SocketChannel channel) throws IOException, InterruptedException;
    }

    /** An impostor at a socket of its own. */
    private final class Fake implements AutoCloseable {
        final Path path = folder.resolve("fake.sock");
        private final ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

        Fake(Manner manner) throws IOException {
            door.bind(UnixDomainSocketAddress.of(path));
            Thread.ofVirtual().start(() -> serve(manner));
        }

        private void serve(Manner manner) {
            while (door.isOpen()) {
                try (var channel = door.accept()) {
                    channel.read(ByteBuffer.allocate(4096));
                    manner.answer(channel);
                } catch (IOException | InterruptedException _) { // The test is over, or the asker has gone: both are meant to be.
                }
            }
        }

        RuntimeApi api(Duration patience) {
            return new RuntimeApi(new Address.Unix(path), patience);
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    private static Manner saying(String text) {
        return channel -> write(channel, text);
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Test
    void nobodyThere() {
        var trouble = trouble(() -> new RuntimeApi(new Address.Unix(folder.resolve("none.sock"))).servers());
        assertThat(trouble).hasMessageContainingAll("none.sock", "show stat");
        assertThat(trouble.kind()).isEqualTo(GONE);
        assertThat(trouble.tryingAgainHelps()).isTrue();
        assertThat(trouble(() -> new RuntimeApi(new Address.Tcp("127.0.0.1", RealHaproxy.freePort())).servers()).kind()).isEqualTo(GONE);
    }

    @Test
    void aNameNobodyHas() {
        assertThat(trouble(() -> new RuntimeApi(new Address.Tcp("nowhere.invalid", 1)).life()).kind()).isIn(GONE, SLOW);
    }

    @Test
    void readsWholeTables() throws Exception {
        try (var fake = new Fake(saying(STATES + STATISTICS))) {
            var servers = fake.api(RealHaproxy.LONGEST).servers();
            assertThat(servers).extracting(Server::key).containsExactly("web/s1", "web/s2");
            assertThat(servers.getFirst().check()).isEqualTo("says \"no\",\ntwice");
            assertThat(servers.getFirst().errors()).isEqualTo(10);
            assertThat(servers.getLast()).returns(Admin.DRAIN, Server::admin).returns(50, Server::weight).returns(0L, Server::fiveHundreds);
        }
    }

    @Test
    void aServerInOneOfTheTablesOnlyIsLeftOut() throws Exception {
        try (var fake = new Fake(saying(STATES.replace("s1", "s3") + STATISTICS))) {
            assertThat(fake.api(RealHaproxy.LONGEST).servers()).extracting(Server::name).containsExactly("s2");
        }
    }

    /** Every place at which an answer can be cut, and not one of them gives a table with fewer servers. */
    @Test
    void anAnswerCutAnywhereIsNotBelieved() {
        var whole = INFO + STATES + STATISTICS;
        for (int end = 0; end < whole.length(); end++) {
            var cut = whole.substring(0, end);
            assertThat(trouble(() -> read(cut)).kind()).as(cut).isEqualTo(NONSENSE);
        }
    }

    private static Look read(String text) throws HaproxyTrouble {
        var answer = new Answer(new Address.Tcp("127.0.0.1", 1), "show info;show servers state;show stat -1 4 -1", text);
        var life = Life.read(answer);
        var states = answer.states();
        var statistics = answer.statistics();
        answer.end();
        return new Look(life, Look.join(states, statistics));
    }

    /** A byte changed anywhere either leaves a whole answer or is a trouble of ours: no other exception, and no end without one. */
    @Test
    void aChangedAnswerNeverDoesWorse() throws Exception {
        var random = new Random(6);
        var whole = INFO + STATES + STATISTICS;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(whole);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                text.setCharAt(random.nextInt(text.length()), "\n\",x9 #-:".charAt(random.nextInt(9)));
            }
            try {
                assertThat(read(text.toString()).servers().size()).isLessThanOrEqualTo(3);
            } catch (HaproxyTrouble trouble) {
                assertThat(trouble).hasMessageContaining("tcp://127.0.0.1:1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n\n", "HTTP/1.1 400 Bad request\r\n\r\n", "1\n\n", "Unknown command. Please enter one of the following.\n\n", "\0\1\2\n\n"})
    void nonsense(String said) throws Exception {
        try (var fake = new Fake(saying(said))) {
            assertThat(trouble(() -> fake.api(RealHaproxy.LONGEST).servers()).kind()).isEqualTo(NONSENSE);
        }
    }

    @Test
    void moreThanWasAskedFor() throws Exception {
        try (var fake = new Fake(saying(STATES + STATISTICS + "and more\n"))) {
            assertThat(trouble(() -> fake.api(RealHaproxy.LONGEST).servers()).kind()).isEqualTo(NONSENSE);
        }
    }

    @Test
    void aVerbThatDidNothingIsNotTakenForDone() throws Exception {
        try (var fake = new Fake(saying("\n" + STATES))) {
            var trouble = trouble(() -> fake.api(RealHaproxy.LONGEST).set("web", "s1", Admin.MAINT));
            assertThat(trouble).hasMessageContainingAll("set server web/s1 state maint", "afterwards it is ready");
            assertThat(trouble.kind()).isEqualTo(NOT_SO);
        }
    }

    @Test
    void whoNeverAnswersIsNotWaitedForLong() throws Exception {
        var never = new CountDownLatch(1);
        try (var fake = new Fake(_ -> never.await())) {
            var began = Instant.now();
            var trouble = trouble(() -> fake.api(Duration.ofMillis(100)).servers());
            assertThat(trouble).hasMessageContaining("within 100 ms").extracting(HaproxyTrouble::kind).isEqualTo(SLOW);
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
        } finally {
            never.countDown();
        }
    }

    /** The kernel answers for it until its queue of visitors is full; then it lets them wait. */
    @Test
    void whoNeverOpensIsNotWaitedForLong() throws Exception {
        try (var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            var path = folder.resolve("full.sock");
            door.bind(UnixDomainSocketAddress.of(path), 1);
            var api = new RuntimeApi(new Address.Unix(path), Duration.ofMillis(20));
            for (int i = 0; i < 5; i++) {
                assertThat(trouble(api::life).kind()).isIn(SLOW, GONE);
            }
        }
    }

    @Test
    void wordByWordIsTooSlowAsWell() throws Exception {
        try (var fake = new Fake(channel -> {
            for (var letter : INFO.repeat(1000).split("")) {
                write(channel, letter);
                LockSupport.parkNanos(1_000_000);
            }
        })) {
            assertThat(trouble(() -> fake.api(Duration.ofMillis(100)).life()).kind()).isEqualTo(SLOW);
        }
    }

    @Test
    void anAnswerWithoutEndIsCutByTimeOrBySize() throws Exception {
        try (var fake = new Fake(channel -> {
            while (true) {
                write(channel, "web,s1,0,0\n".repeat(1000));
            }
        })) {
            var address = new Address.Unix(fake.path);
            assertThat(trouble(() -> new RuntimeApi(address, new Limits(RealHaproxy.LONGEST, 1 << 20)).servers())).hasMessageContaining("more than 1048576 bytes");
            assertThat(trouble(() -> new RuntimeApi(address, new Limits(Duration.ofMillis(50), Integer.MAX_VALUE >> 1)).servers()).kind()).isEqualTo(SLOW);
        }
    }

    @Test
    void anInterruptedThreadLeavesAndStaysInterrupted() throws Exception {
        var never = new CountDownLatch(1);
        try (var fake = new Fake(_ -> never.await())) {
            Thread.currentThread().interrupt();
            assertThat(trouble(() -> fake.api(RealHaproxy.LONGEST).servers()).kind()).isIn(SLOW, GONE);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            never.countDown();
        }
    }
}
