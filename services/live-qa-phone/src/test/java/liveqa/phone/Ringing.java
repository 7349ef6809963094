package liveqa.phone;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** The sound side of a test call: receives RTP, decodes it, and can send keys and silence back. */
final class Ringing implements AutoCloseable {
    private static final int FRAME = 160;
    final DatagramSocket socket;
    final AtomicInteger packets = new AtomicInteger();
    private final short[] samples = new short[8000 * 120];
    private final short[] sequences = new short[6000];
    private volatile int length;
    private volatile InetSocketAddress from;
    private int sequence = 7;

    Ringing() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::receive);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[2048], 2048);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                from = (InetSocketAddress) packet.getSocketAddress();
                take(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
            } catch (IOException _) {
                return; // Closed.
            }
        }
    }

    private void take(ByteBuffer packet) {
        int type = packet.get(1) & 0x7f;
        int count = packet.limit() - 12;
        if (length + count > samples.length) return;
        for (int i = 0; i < count; i++) samples[length + i] = type == 0 ? ulaw(packet.get(12 + i)) : alaw(packet.get(12 + i));
        sequences[packets.get() % sequences.length] = packet.getShort(2);
        length += count;
        packets.incrementAndGet();
    }

    private static short ulaw(byte coded) {
        int u = ~coded & 0xff;
        int value = (((u & 0xf) << 3) + 0x84 << ((u & 0x70) >> 4)) - 0x84;
        return (short) ((u & 0x80) != 0 ? -value : value);
    }

    private static short alaw(byte coded) {
        int a = (coded ^ 0x55) & 0xff;
        int segment = (a & 0x70) >> 4;
        int value = segment == 0 ? ((a & 0xf) << 4) + 8 : (((a & 0xf) << 4) + 0x108) << segment - 1;
        return (short) ((a & 0x80) != 0 ? value : -value);
    }

    int heard() {
        return length;
    }

    boolean inOrder() {
        for (int i = 1; i < packets.get(); i++) if ((short) (sequences[i] - sequences[i - 1]) != 1) return false;
        return true;
    }

    /** Whole seconds' worth of samples, from there on, in which that tone is what is heard. */
    double secondsOf(int hertz, int from) {
        int frames = 0;
        for (int at = from; at + FRAME <= length; at += FRAME) if (tone(hertz, at) > 2000) frames++;
        return frames * FRAME / 8000.0;
    }

    double secondsOfSilence(int from) {
        int frames = 0;
        for (int at = from; at + FRAME <= length; at += FRAME) if (loudest(at) < 100) frames++;
        return frames * FRAME / 8000.0;
    }

    private int loudest(int at) {
        int loudest = 0;
        for (int i = at; i < at + FRAME; i++) loudest = Math.max(loudest, Math.abs(samples[i]));
        return loudest;
    }

    /** Goertzel's measure of one frequency, as an amplitude. */
    private double tone(int hertz, int at) {
        double w = 2 * Math.PI * hertz / 8000;
        double a = 0;
        double b = 0;
        for (int i = at; i < at + FRAME; i++) {
            double next = samples[i] + 2 * Math.cos(w) * a - b;
            b = a;
            a = next;
        }
        return 2 * Math.sqrt(a * a + b * b - 2 * Math.cos(w) * a * b) / FRAME;
    }

    /** Presses a key as RFC 4733 has it: the same event in several packets, the last of them with the end bit. */
    void press(int event, int payloadType) throws IOException {
        int time = ++sequence * 1000;
        for (int i = 1; i <= 5; i++) {
            var packet = header(payloadType, time).put((byte) event).put((byte) (i > 2 ? 0x8a : 0x0a)).putShort((short) (160 * i));
            send(packet);
        }
    }

    void silence() throws IOException {
        var packet = header(0, sequence * 160);
        for (int i = 0; i < FRAME; i++) packet.put((byte) 0xff);
        send(packet);
    }

    /** A frame as loud as can be. */
    void shout() throws IOException {
        var packet = header(0, sequence * 160);
        for (int i = 0; i < FRAME; i++) packet.put((byte) 0x80);
        send(packet);
    }

    private ByteBuffer header(int type, int time) {
        return ByteBuffer.allocate(400).put((byte) 0x80).put((byte) type).putShort((short) ++sequence).putInt(time).putInt(4711);
    }

    private void send(ByteBuffer packet) throws IOException {
        socket.send(new DatagramPacket(packet.array(), packet.position(), from));
    }

    @Override
    public void close() {
        socket.close();
    }
}
