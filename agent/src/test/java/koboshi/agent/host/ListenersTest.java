package koboshi.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import koboshi.agent.keep.Proc;
import koboshi.agent.link.Frame.Neighbour;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenersTest {
    private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    Path proc;

    private final List<String> said = new ArrayList<>();

    private Listeners listeners() {
        return new Listeners(proc, new Workers(proc, List.of(proc.resolve("etc"))), said::add);
    }

    @Test
    void whoListensIsFoundWithItsUnitOrContainer() throws IOException {
        file("net/tcp", HEAD + socket("00000000:0050", "0A", 100) + socket("0100007F:1538", "0A", 200) + socket("0100007F:9999", "01", 300));
        process(11, 1, "nginx", "0::/system.slice/nginx.service", 100);
        process(22, 1, "postgres", "0::/system.slice/docker-0123456789abcdef0123.scope", 200);
        process(33, 1, "curl", "0::/", 300);
        assertThat(listeners().now(0)).containsExactly(
                new Neighbour("nginx", 11, 11, "nginx.service", List.of(80)), new Neighbour("postgres", 22, 22, "container 0123456789ab", List.of(5432)));
    }

    @Test
    void workersOfOneParentAreOneService() throws IOException {
        file("net/tcp", HEAD + socket("00000000:0050", "0A", 100));
        process(11, 1, "nginx", "0::/", 100);
        process(12, 11, "nginx", "0::/", 100);
        assertThat(listeners().now(0)).extracting(Neighbour::pid).containsExactly(11L);
    }

    @Test
    void whoHasEndedIsNotNamed() throws IOException {
        file("net/tcp", HEAD + socket("00000000:0050", "0A", 100));
        process(11, 1, "nginx", "0::/", 100);
        var listeners = listeners();
        assertThat(listeners.now(0)).hasSize(1);
        Files.move(proc.resolve("11"), proc.resolve("ended"));
        assertThat(listeners.now(1)).isEmpty();
    }

    @Test
    void whoIsKeptAndWhoKeepsIsLeftOut() {
        var kept = new Neighbour("kept", 5, 5, "", List.of(1));
        var worker = new Neighbour("worker", 6, 5, "", List.of(2));
        var agent = new Neighbour("agent", ProcessHandle.current().pid(), 1, "", List.of(3));
        var server = new Neighbour("server", 8, 8, "", List.of(8642));
        var stranger = new Neighbour("stranger", 9, 9, "", List.of(4));
        assertThat(Listeners.unguarded(List.of(kept, worker, agent, server, stranger), Set.of(5L), 8642)).containsExactly(stranger);
    }

    @Test
    void thisVeryProcessIsFoundWhenItListens() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new Listeners(Proc.ROOT, Workers.ofThisHost(), said::add).now(0))
                    .anyMatch(one -> one.pid() == ProcessHandle.current().pid() && one.ports().contains(socket.getLocalPort()));
        }
    }

    @Test
    void aServerOfDatagramsIsFoundAndAClientThatWaitsForItsAnswerIsNot() throws IOException {
        file("net/udp", HEAD + socket("00000000:0035", "07", 100) + socket("00000000:9C40", "07", 200) + socket("0100007F:1F90", "01", 300) + socket("00000000:0044", "07", 400));
        process(11, 1, "named", "0::/system.slice/named.service", 100);
        process(22, 1, "resolver", "0::/", 200, 300);
        process(33, 1, "dhclient", "0::/", 400);
        assertThat(listeners().now(0)).containsExactly(new Neighbour("named", 11, 11, "named.service", List.of(), Optional.of(List.of(53)), Optional.empty()));
    }

    @Test
    void whoListensInAnotherNetworkIsFoundWithItsAddress() throws IOException {
        network("self", 1);
        file("net/tcp", HEAD);
        process(11, 1, "agent", "0::/", 100);
        network("11", 1);
        process(22, 1, "nginx", "0::/system.slice/docker-0123456789abcdef0123.scope", 200);
        network("22", 2);
        file("22/net/tcp", HEAD + socket("00000000:0050", "0A", 200));
        file("22/net/fib_trie", "Local:\n  |-- 127.0.0.1\n     /32 host LOCAL\n  |-- 172.17.0.2\n     /32 host LOCAL\n  |-- 172.17.255.255\n     /32 link BROADCAST\n");
        process(33, 1, "python3", "0::/", 300);
        network("33", 3);
        file("33/net/tcp", HEAD + socket("00000000:0050", "0A", 300));
        assertThat(listeners().now(0)).containsExactly(
                new Neighbour("nginx", 22, 22, "container 0123456789ab", List.of(), Optional.empty(), Optional.of(List.of("172.17.0.2:80"))),
                new Neighbour("python3", 33, 33, "", List.of(), Optional.empty(), Optional.of(List.of("localhost:80"))));
    }

    @Test
    void ofManyNetworksAFewAreReadAtATimeAndEachInItsTurn() throws IOException {
        network("self", 1);
        for (int i = 1; i <= 20; i++) {
            process(100 + i, 1, "web" + i, "0::/", 1_000 + i);
            network(Integer.toString(100 + i), 100 + i);
            file(100 + i + "/net/tcp", HEAD + socket("00000000:0050", "0A", 1_000 + i));
        }
        var listeners = listeners();
        assertThat(listeners.now(0)).hasSize(8);
        listeners.now(Duration.ofSeconds(16).toNanos());
        assertThat(listeners.now(Duration.ofSeconds(32).toNanos())).hasSize(20);
        file("101/net/tcp", HEAD);
        for (int i = 3; i < 6; i++) {
            listeners.now(Duration.ofSeconds(16L * i).toNanos());
        }
        assertThat(listeners.now(Duration.ofSeconds(16 * 6).toNanos())).as("one ceased to listen").hasSize(19);
    }

    @Test
    void aPublishedPortIsToldOfTheProgramInTheContainer() throws IOException {
        network("self", 1);
        file("net/tcp", HEAD + socket("00000000:1F90", "0A", 100));
        process(11, 1, "docker-proxy", "0::/system.slice/docker.service", 100);
        file("11/cmdline", String.join("\0", "/usr/bin/docker-proxy", "-proto", "tcp", "-host-ip", "0.0.0.0", "-host-port", "8080", "-container-ip", "172.17.0.2", "-container-port", "80"));
        process(22, 1, "nginx", "0::/docker/0123456789abcdef0123", 200);
        network("22", 2);
        file("22/net/tcp", HEAD + socket("00000000:0050", "0A", 200));
        file("22/net/fib_trie", "|-- 172.17.0.2\n /32 host LOCAL\n");
        assertThat(listeners().now(0)).singleElement()
                .isEqualTo(new Neighbour("nginx", 22, 22, "container 0123456789ab", List.of(8080), Optional.empty(), Optional.of(List.of("172.17.0.2:80"))));
    }

    @Test
    void aWorkerThatListensNowhereIsFound() throws IOException {
        file("uptime", "1000.00 900.00\n");
        file("net/tcp", HEAD + socket("00000000:0050", "0A", 100));
        file("etc/mailer.service", "[Service]\n");
        process(11, 1, "mailer", "0::/system.slice/mailer.service", 0);
        process(12, 11, "mailer", "0::/system.slice/mailer.service", 0);
        process(20, 1, "cron", "0::/system.slice/cron.service", 0);
        process(30, 1, "consumer", "0::/system.slice/docker-0123456789abcdef0123.scope", 0);
        process(40, 1, "nohup", "0::/", 0);
        process(41, 40, "child", "0::/", 0);
        process(50, 1, "nginx", "0::/", 100);
        assertThat(listeners().now(0)).extracting(Neighbour::name).containsExactly("nginx", "mailer", "consumer", "nohup");
    }

    @Test
    void aPortWhoseProgramMayNotBeSeenIsListedAndTheReasonSaidOnce() throws IOException {
        file("net/tcp", HEAD + socket("00000000:1538", "0A", 100));
        var listeners = listeners();
        assertThat(listeners.now(0)).as("it may have been closed between two reads").isEmpty();
        long again = Duration.ofSeconds(16).toNanos();
        assertThat(listeners.now(again)).containsExactly(new Neighbour("", 0, 0, "", List.of(5432)));
        assertThat(listeners.now(2 * again)).hasSize(1);
        assertThat(said).singleElement().asString().contains("CAP_SYS_PTRACE");
    }

    @Test
    void aServerInANetworkOfItsOwnIsFoundOnThisVeryHost() throws IOException, InterruptedException {
        var command = List.of("unshare", "-rn", "python3", "-c", "import socket,time;s=socket.socket();s.bind(('',8123));s.listen();print('up',flush=True);time.sleep(60)");
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            Assumptions.abort("needs the packages util-linux and python3: " + missing.getMessage());
            return;
        }
        try (var reader = process.inputReader()) {
            Assumptions.assumeTrue("up".equals(reader.readLine()), "this host lets nobody have a network of their own");
            assertThat(new Listeners(Proc.ROOT, Workers.ofThisHost(), said::add).now(0)).anySatisfy(one -> {
                assertThat(one.pid()).isEqualTo(process.pid());
                assertThat(one.inside()).contains(List.of("localhost:8123"));
            });
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void network(String process, long number) throws IOException {
        Files.createDirectories(proc.resolve(process + "/ns"));
        Files.createSymbolicLink(proc.resolve(process + "/ns/net"), Path.of("net:[" + number + "]"));
    }

    private void process(long pid, long parent, String name, String cgroup, long... inodes) throws IOException {
        file(pid + "/stat", pid + " (" + name + ") S " + parent + " " + pid + " " + pid + " 0".repeat(18) + "\n");
        file(pid + "/cgroup", cgroup + "\n");
        Files.createDirectories(proc.resolve(pid + "/fd"));
        for (long inode : inodes) {
            Files.createSymbolicLink(proc.resolve(pid + "/fd/" + inode), Path.of("socket:[" + inode + "]"));
        }
    }

    private static String socket(String local, String state, long inode) {
        return "   0: " + local + " 00000000:0000 " + state + " 00000000:00000000 00:00000000 00000000     0        0 " + inode + " 1 0\n";
    }

    private void file(String name, String text) throws IOException {
        Files.createDirectories(proc.resolve(name).getParent());
        Files.writeString(proc.resolve(name), text);
    }
}
