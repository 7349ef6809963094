package koboshi.traffic;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a prober and its server, which can be cut. */
final class Relay implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int to;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Relay(int to) throws IOException {
        this.to = to;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var here = door.accept();
                if (cut) {
                    here.close();
                } else {
                    join(here, new Socket(InetAddress.getLoopbackAddress(), to));
                }
            } catch (IOException _) {
                // Either end is gone, or the door is closed.
            }
        }
    }

    private void join(Socket here, Socket there) {
        open.add(here);
        open.add(there);
        Thread.ofVirtual().start(() -> carry(here, there));
        Thread.ofVirtual().start(() -> carry(there, here));
    }

    private static void carry(Socket from, Socket into) {
        try (from; into) {
            from.getInputStream().transferTo(into.getOutputStream());
        } catch (IOException _) {
            // It ends with either end.
        }
    }

    void cut() throws IOException {
        cut = true;
        for (var socket : open) {
            socket.close();
        }
        open.clear();
    }

    void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        cut();
        door.close();
    }
}
