package koboshi.agent.journey;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server of the test's own that knows a few records by heart. */
final class NameServer implements AutoCloseable {
    /** @param content as it stands in a packet */
    record Entry(int type, byte[] content) {}

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, List<Entry>> known;

    NameServer(Map<String, List<Entry>> known) throws IOException {
        this.known = known;
        Thread.ofVirtual().start(this::serve);
    }

    static Entry address(int a, int b, int c, int d) {
        return new Entry(1, new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
    }

    static Entry text(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        var content = new ByteArrayOutputStream();
        content.write(bytes.length);
        content.writeBytes(bytes);
        return new Entry(16, content.toByteArray());
    }

    static Entry alias(String name) {
        return new Entry(5, name(name));
    }

    static Entry service(int priority, int weight, int port, String host) {
        var content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {0, (byte) priority, 0, (byte) weight, (byte) (port >> 8), (byte) port});
        content.writeBytes(name(host));
        return new Entry(33, content.toByteArray());
    }

    private static byte[] name(String name) {
        var bytes = new ByteArrayOutputStream();
        for (var label : name.split("\\.")) {
            bytes.write(label.length());
            bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        bytes.write(0);
        return bytes.toByteArray();
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                var answer = answer(packet.getData());
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException _) {
                return; // Closed by the test.
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        int end = 12;
        var name = new StringBuilder();
        for (int length = question[end]; length > 0; length = question[end]) {
            name.append(name.isEmpty() ? "" : ".").append(new String(question, end + 1, length, StandardCharsets.US_ASCII));
            end += length + 1;
        }
        end += 5;
        asked.add(name.toString());
        var entries = known.get(name.toString());
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(entries == null ? 0x8583 : 0x8580);
        out.writeShort(1);
        out.writeShort(entries == null ? 0 : entries.size());
        out.writeInt(0);
        out.write(question, 12, end - 12);
        for (var entry : entries == null ? List.<Entry>of() : entries) {
            out.writeShort(0xC00C);
            out.writeShort(entry.type());
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(entry.content().length);
            out.write(entry.content());
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
