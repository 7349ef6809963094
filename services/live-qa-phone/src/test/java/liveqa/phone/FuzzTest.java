package liveqa.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nonsense from an allowed address; a real call of sipp afterwards tells whether anything was harmed. */
class FuzzTest {
    private static final String INVITE = """
            INVITE sip:1234@127.0.0.1 SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bK%d
            From: <sip:a@127.0.0.1>;tag=%d
            To: <sip:1234@127.0.0.1>
            Call-ID: %d@fuzz
            CSeq: 1 INVITE
            Contact: <sip:a@127.0.0.1:5999>
            Max-Forwards: 70
            Content-Type: application/sdp
            Content-Length: 117

            v=0
            o=a 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 9999 RTP/AVP 0 101
            a=rtpmap:101 telephone-event/8000
            """.replace("\n", "\r\n");
    private @TempDir Path folder;
    private final RandomGenerator random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(5);

    @Test
    void malformedSipHarmsNothing() throws Exception {
        try (var liveQa = new StandIn(); var phone = Phone.withSip(liveQa.address(), "--dead-after", "1s", "--max-calls", "50"); var ringing = new Ringing()) {
            long threads = platformThreads();
            throwAt(phone.service.sipPort(), 3000);
            Phone.await("the end of whatever began", Duration.ofSeconds(60), () -> phone.metricOrNothing("calls_in_progress", "") == 0);
            try (var sipp = Sipp.calls(phone, folder, "short-call.xml", ringing.port())) {
                assertThat(sipp.verdict(Duration.ofSeconds(20))).withFailMessage(sipp::saidQuietly).isZero();
            }
            assertThat(platformThreads()).isLessThan(threads + 10);
        }
    }

    private static long platformThreads() {
        return Thread.getAllStackTraces().size();
    }

    private void throwAt(int port, int count) throws Exception {
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < count; i++) {
                var packet = nonsense(i);
                socket.send(new DatagramPacket(packet, packet.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
                if (i % 50 == 0) LockSupport.parkNanos(5_000_000); // A pace the machine can read at, or the kernel drops what should be tried.
            }
        }
    }

    private byte[] nonsense(int i) {
        if (i % 10 == 0) {
            var noise = new byte[random.nextInt(1400)];
            random.nextBytes(noise);
            return noise;
        }
        var text = INVITE.formatted(i, i, i).replace("INVITE", i % 7 == 0 ? "BYE" : i % 5 == 0 ? "INFO" : "INVITE").getBytes(StandardCharsets.UTF_8);
        for (int hit = random.nextInt(6); hit >= 0; hit--) text[random.nextInt(text.length)] = (byte) random.nextInt();
        return i % 3 == 0 ? Arrays.copyOf(text, random.nextInt(text.length)) : text;
    }
}
