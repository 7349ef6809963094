package koboshi.scrape;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A name server that knows what a test tells it: just enough of RFC 1035 to be asked by the JDK. */
final class NameServer implements AutoCloseable {
    private static final int A = 1;
    private static final int AAAA = 28;
    private static final int SRV = 33;
    private static final int QUESTION_BEGINS = 12;
    private static final int NO_SUCH_NAME = 3;
    private static final int FAILED = 2;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private volatile Map<String, List<String>> records = Map.of();
    private volatile boolean failing;

    NameServer() throws SocketException {
        Thread.ofVirtual().start(this::run);
    }

    String address() {
        return "dns://127.0.0.1:" + socket.getLocalPort();
    }

    /** @param known such as {@code A web.example.} to {@code 127.0.0.1}, and {@code SRV _http._tcp.example.} to {@code 0 5 8080 web.example.} */
    NameServer knows(Map<String, List<String>> known) {
        records = known;
        failing = false;
        return this;
    }

    void fails() {
        failing = true;
    }

    private void run() {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[1500], 1500);
                socket.receive(packet);
                var answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException _) {
            // It was closed.
        }
    }

    private byte[] answer(byte[] asked) throws IOException {
        var name = new StringBuilder();
        int at = QUESTION_BEGINS;
        for (; asked[at] != 0; at += asked[at] + 1) {
            name.append(new String(asked, at + 1, asked[at], StandardCharsets.US_ASCII)).append('.');
        }
        int type = (asked[at + 1] & 0xff) << 8 | asked[at + 2] & 0xff;
        int questionEnds = at + 5;
        boolean there = records.keySet().stream().anyMatch(key -> key.endsWith(" " + name));
        var found = records.getOrDefault(word(type) + " " + name, List.of());
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(asked, 0, 2);
        out.writeShort(0x8580 | (failing ? FAILED : there ? 0 : NO_SUCH_NAME));
        out.writeShort(1);
        out.writeShort(failing ? 0 : found.size());
        out.writeInt(0);
        out.write(asked, QUESTION_BEGINS, questionEnds - QUESTION_BEGINS);
        for (var record : failing ? List.<String>of() : found) {
            out.writeShort(0xc000 | QUESTION_BEGINS);
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt(5);
            var value = value(type, record);
            out.writeShort(value.length);
            out.write(value);
        }
        return bytes.toByteArray();
    }

    private static String word(int type) {
        return switch (type) {
            case A -> "A";
            case AAAA -> "AAAA";
            case SRV -> "SRV";
            default -> "?";
        };
    }

    private static byte[] value(int type, String record) throws IOException {
        if (type != SRV) {
            return InetAddress.getByName(record).getAddress();
        }
        var fields = record.split(" ");
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (int i = 0; i < 3; i++) {
            out.writeShort(Integer.parseInt(fields[i]));
        }
        for (var part : fields[3].split("\\.")) {
            out.writeByte(part.length());
            out.write(part.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
