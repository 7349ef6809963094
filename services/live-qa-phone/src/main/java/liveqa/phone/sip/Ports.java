package liveqa.phone.sip;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** The range of ports for sound; even ones, as RFC 3550 has it, each next call further on. */
public final class Ports {
    private static final int BUFFER = 64 * 1024;
    private final int first;
    private final int count;
    private int next;

    /** @throws IllegalArgumentException when the range holds no even port */
    public Ports(int first, int last) {
        this.first = first + (first & 1);
        this.count = (last - this.first) / 2 + 1;
        if (first < 1024 || last > 65_535 || last < this.first) throw new IllegalArgumentException("expected a range such as 40000-40200 within 1024 and 65535");
    }

    public int count() {
        return count;
    }

    /** @throws IOException when no port of the range is free */
    synchronized DatagramSocket open(InetAddress address) throws IOException {
        for (int tried = 0; tried < count; tried++) {
            int port = first + 2 * next;
            next = (next + 1) % count;
            try {
                var socket = new DatagramSocket(new InetSocketAddress(address, port));
                socket.setReceiveBufferSize(BUFFER);
                return socket;
            } catch (SocketException _) {
                continue; // In use; the next may be free.
            }
        }
        throw new IOException("no port from " + first + " to " + (first + 2 * (count - 1)) + " is free");
    }
}
