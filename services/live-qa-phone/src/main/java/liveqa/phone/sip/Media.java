package liveqa.phone.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import liveqa.phone.voice.Sound;

/**
 * The sound of one call: RTP (RFC 3550) in packets of 20 ms, out and in, on a socket and two virtual threads of its own that
 * end with it. Where nothing is said silence is sent, so that the line stays open through every box on its way.
 */
final class Media implements AutoCloseable {
    static final int FRAME = Sound.RATE / 50;
    private static final long FRAME_NANOS = Duration.ofMillis(20).toNanos();
    private static final int HEADER = 12;
    private static final int VERSION = 0x80;
    private static final int MARKER = 0x80;
    private static final int LARGEST = 2048;

    /** What the call is told; called on the threads of the sound, and must return at once. */
    interface Listener {
        void key(char key);

        void heard(short[] samples);

        /** The sound that was given to {@link Media#play} has been said to its end. */
        void played(Sound sound);

        /** After every packet that was or would have been sent. */
        void tick(Duration sinceLastHeard);
    }

    private final DatagramSocket socket;
    private final Listener listener;
    private final int source = ThreadLocalRandom.current().nextInt();
    private volatile Offer peer;
    private final AtomicReference<Playing> playing = new AtomicReference<>();
    private volatile long heardNanos = System.nanoTime();
    private int eventTime;
    private boolean anyEvent;

    private static final class Playing {
        final Sound sound;
        int at;

        Playing(Sound sound) {
            this.sound = sound;
        }
    }

    Media(DatagramSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** From now on to this side; the first time it also starts. */
    synchronized void talkTo(Offer offer) {
        boolean first = peer == null;
        if (first || offer.speaks() != peer.speaks()) heardNanos = System.nanoTime();
        peer = offer;
        if (!first) return;
        Thread.ofVirtual().name("rtp-out-" + port()).start(this::send);
        Thread.ofVirtual().name("rtp-in-" + port()).start(this::receive);
    }

    void play(Sound sound) {
        playing.set(new Playing(sound));
    }

    void hush() {
        playing.set(null);
    }

    private void send() {
        int sequence = ThreadLocalRandom.current().nextInt(1 << 16);
        int time = ThreadLocalRandom.current().nextInt();
        int marker = MARKER; // Only the first packet begins a talk; after it the stream never stops.
        long next = System.nanoTime();
        var frame = new short[FRAME];
        while (!socket.isClosed()) {
            var to = peer;
            var done = fill(frame);
            if (to.hears()) marker = sent(to, packet(to, marker, sequence++, time, frame)) ? 0 : marker;
            time += FRAME;
            if (done != null) listener.played(done);
            listener.tick(to.speaks() ? Duration.ofNanos(System.nanoTime() - heardNanos) : Duration.ZERO);
            next = Math.max(next + FRAME_NANOS, System.nanoTime() - 10 * FRAME_NANOS); // After a long stall nothing is hurried after.
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /** The next 20 ms of what is being said, or silence; and the sound whose end this is, if it is one. */
    private Sound fill(short[] frame) {
        var now = playing.get();
        int count = now == null ? 0 : Math.min(FRAME, now.sound.samples().length - now.at);
        if (count > 0) System.arraycopy(now.sound.samples(), now.at, frame, 0, count);
        Arrays.fill(frame, count, FRAME, (short) 0);
        if (now == null) return null;
        now.at += count;
        return now.at >= now.sound.samples().length && playing.compareAndSet(now, null) ? now.sound : null;
    }

    private byte[] packet(Offer to, int marker, int sequence, int time, short[] frame) {
        var packet = ByteBuffer.allocate(HEADER + FRAME).put((byte) VERSION).put((byte) (marker | to.codec().payloadType)).putShort((short) sequence)
                .putInt(time).putInt(source);
        for (var sample : frame) packet.put(to.codec().encode(sample));
        return packet.array();
    }

    private boolean sent(Offer to, byte[] packet) {
        try {
            socket.send(new DatagramPacket(packet, packet.length, to.sound()));
            return true;
        } catch (IOException | RuntimeException _) {
            return false; // Closed by now, or not reachable: a caller who hears nothing hangs up, and one who is gone is noticed by silence.
        }
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST);
                socket.receive(packet);
                if (packet.getAddress().equals(peer.sound().getAddress())) take(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
            } catch (IOException _) {
                if (!socket.isClosed()) LockSupport.parkNanos(FRAME_NANOS); // An unreachable other side is told here; it may come back.
            }
        }
    }

    /** A packet without its header, its list of sources, its extension and its padding. */
    private void take(ByteBuffer packet) {
        if (packet.remaining() < HEADER || (packet.get(0) & 0xc0) != VERSION) return;
        int first = packet.get(0);
        int type = packet.get(1) & 0x7f;
        int begin = HEADER + 4 * (first & 0xf);
        if ((first & 0x10) != 0) begin = packet.limit() < begin + 4 ? packet.limit() : begin + 4 + 4 * (packet.getShort(begin + 2) & 0xffff);
        int end = packet.limit() - ((first & 0x20) != 0 ? packet.get(packet.limit() - 1) & 0xff : 0);
        if (begin >= end) return;
        int from = begin;
        heardNanos = System.nanoTime();
        if (type == peer.events()) event(packet.getInt(4), packet.get(begin) & 0xff);
        else Codec.of(type).ifPresent(codec -> sound(codec, packet, from, end));
    }

    /** A key is sent many times while it is held; all of them bear the time it was pressed at. */
    private void event(int time, int event) {
        if (anyEvent && time == eventTime) return;
        anyEvent = true;
        eventTime = time;
        Keys.ofEvent(event).ifPresent(listener::key);
    }

    private void sound(Codec codec, ByteBuffer packet, int begin, int end) {
        var samples = new short[end - begin];
        for (int i = 0; i < samples.length; i++) samples[i] = codec.decode(packet.get(begin + i));
        listener.heard(samples);
    }

    @Override
    public void close() {
        socket.close();
    }
}
