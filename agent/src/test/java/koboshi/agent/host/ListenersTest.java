package koboshi.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import koboshi.agent.keep.Proc;
import koboshi.agent.link.Frame.Neighbour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenersTest {
    private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    Path proc;

    @Test
    void whoListensIsFoundWithItsUnitOrContainer() throws IOException {
        file("net/tcp", HEAD + socket("00000000:0050", "0A", 100) + socket("0100007F:1538", "0A", 200) + socket("0100007F:9999", "01", 300));
        process(11, 1, "nginx", "0::/system.slice/nginx.service", 100);
        process(22, 1, "postgres", "0::/system.slice/docker-0123456789abcdef0123.scope", 200);
        process(33, 1, "curl", "0::/", 300);
        assertThat(new Listeners(proc).now(0)).containsExactly(
                new Neighbour("nginx", 11, 11, "nginx.service", List.of(80)), new Neighbour("postgres", 22, 22, "container 0123456789ab", List.of(5432)));
    }

    @Test
    void workersOfOneParentAreOneService() throws IOException {
        file("net/tcp", HEAD + socket("00000000:0050", "0A", 100));
        process(11, 1, "nginx", "0::/", 100);
        process(12, 11, "nginx", "0::/", 100);
        assertThat(new Listeners(proc).now(0)).extracting(Neighbour::pid).containsExactly(11L);
    }

    @Test
    void whoHasEndedIsNotNamed() throws IOException {
        file("net/tcp", HEAD + socket("00000000:0050", "0A", 100));
        process(11, 1, "nginx", "0::/", 100);
        var listeners = new Listeners(proc);
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
            assertThat(new Listeners(Proc.ROOT).now(0))
                    .anyMatch(one -> one.pid() == ProcessHandle.current().pid() && one.ports().contains(socket.getLocalPort()));
        }
    }

    private void process(long pid, long parent, String name, String cgroup, long inode) throws IOException {
        file(pid + "/stat", pid + " (" + name + ") S " + parent + " " + pid + " " + pid + " 0".repeat(18) + "\n");
        file(pid + "/cgroup", cgroup + "\n");
        Files.createDirectories(proc.resolve(pid + "/fd"));
        Files.createSymbolicLink(proc.resolve(pid + "/fd/3"), Path.of("socket:[" + inode + "]"));
    }

    private static String socket(String local, String state, long inode) {
        return "   0: " + local + " 00000000:0000 " + state + " 00000000:00000000 00:00000000 00000000     0        0 " + inode + " 1 0\n";
    }

    private void file(String name, String text) throws IOException {
        Files.createDirectories(proc.resolve(name).getParent());
        Files.writeString(proc.resolve(name), text);
    }
}
