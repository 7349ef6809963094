package koboshi.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;

/** A door of our own on this host, tried beside every burst: when even that does not answer, it is this host that starves. */
final class OwnDoor implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 250;
    private static final int WAITING = 50;
    private static final int AFTER_TROUBLE_MILLIS = 10;
    private static final int GREETING = 'k';

    private final ServerSocket door;

    OwnDoor() throws IOException {
        door = new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("own-door").start(this::answer);
    }

    private void answer() {
        while (!door.isClosed()) {
            try (var guest = door.accept()) {
                guest.getOutputStream().write(GREETING);
            } catch (IOException _) {
                // Whoever knocked is gone, the door is closed, or this host has no more files to open, which a loop without a rest would not mend.
                rest();
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(AFTER_TROUBLE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why this host is in no state to judge, if so. */
    Optional<String> control() {
        try (var guest = new Socket()) {
            guest.setSoTimeout(PATIENCE_MILLIS);
            guest.connect(door.getLocalSocketAddress(), PATIENCE_MILLIS);
            return guest.getInputStream().read() == GREETING ? Optional.empty() : Optional.of("the prober's own door was closed");
        } catch (IOException _) {
            return Optional.of("the prober's own door did not answer within " + PATIENCE_MILLIS + " ms: its host is in no state to judge");
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
