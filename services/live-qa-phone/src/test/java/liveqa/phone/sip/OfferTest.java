package liveqa.phone.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class OfferTest {
    private static final String PLAIN = """
            v=0
            o=a 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=video 5000 RTP/AVP 96
            m=audio 4000 RTP/AVP 3 8 0 97
            a=rtpmap:97 telephone-event/8000
            a=fmtp:97 0-15
            """.replace("\n", "\r\n");

    private static Offer parse(String text) throws Offer.Unacceptable {
        return Offer.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFirstCommonCodecIsTakenAndTheRestDeclined() throws Exception {
        var offer = parse(PLAIN);
        assertThat(offer.codec()).isEqualTo(Codec.PCMA);
        assertThat(offer.events()).isEqualTo(97);
        assertThat(offer.sound().getPort()).isEqualTo(4000);
        var answer = new Description(InetAddress.getByName("192.0.2.9"), 40_000, 7).answer(offer);
        assertThat(answer.lines()).contains("m=video 0 RTP/AVP 96", "m=audio 40000 RTP/AVP 8 97", "a=sendrecv", "c=IN IP4 192.0.2.9");
        assertThat(answer.indexOf("m=video")).isLessThan(answer.indexOf("m=audio"));
    }

    @Test
    void aHeldCallIsNotSpokenTo() throws Exception {
        assertThat(parse(PLAIN + "a=sendonly\r\n").hears()).isFalse();
        assertThat(parse(PLAIN + "a=inactive\r\n").speaks()).isFalse();
        assertThat(parse(PLAIN.replace("c=IN IP4 192.0.2.1", "c=IN IP4 0.0.0.0")).hears()).isFalse();
    }

    @Test
    void namesAreNotLookedUp() {
        assertThatThrownBy(() -> parse(PLAIN.replace("c=IN IP4 192.0.2.1", "c=IN IP4 victim.example"))).isInstanceOf(Offer.Unacceptable.class);
    }

    @Test
    void whateverComesIsAnOfferOrUnacceptable() {
        var random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(11);
        for (int round = 0; round < 3000; round++) {
            var text = PLAIN.getBytes(StandardCharsets.UTF_8);
            for (int hit = 0; hit < 1 + random.nextInt(8); hit++) text[random.nextInt(text.length)] = (byte) random.nextInt();
            try {
                Offer.parse(text);
            } catch (Offer.Unacceptable e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void bothCodecsGiveBackWhatTheyWereGiven() {
        for (var codec : Codec.values()) {
            for (int sample = -32_768; sample < 32_768; sample += 7) {
                int back = codec.decode(codec.encode((short) sample));
                assertThat(Math.abs(back - sample)).as(codec + " " + sample).isLessThanOrEqualTo(Math.max(16, Math.abs(sample) / 16));
            }
        }
    }

    @Test
    void theCodecsAreThoseOfTheRecommendation() {
        // Silence and the loudest, as G.711 has them.
        assertThat(Codec.PCMU.encode((short) 0) & 0xff).isEqualTo(0xff);
        assertThat(Codec.PCMU.encode((short) 32_767) & 0xff).isEqualTo(0x80);
        assertThat(Codec.PCMA.encode((short) 0) & 0xff).isEqualTo(0xd5);
        assertThat(Codec.PCMA.encode((short) 32_767) & 0xff).isEqualTo(0xaa);
    }

    @Test
    void networksAreCompared() throws Exception {
        var allowed = new Allowed(List.of(Allowed.Network.parse("198.51.100.64/26"), Allowed.Network.parse("::1")));
        assertThat(allowed.contains(InetAddress.getByName("198.51.100.127"))).isTrue();
        assertThat(allowed.contains(InetAddress.getByName("198.51.100.128"))).isFalse();
        assertThat(allowed.contains(InetAddress.getByName("::1"))).isTrue();
        assertThatThrownBy(() -> Allowed.Network.parse("example.org")).hasMessageContaining("expected an address");
    }

    @Test
    void keysInAnInfoComeInTwoForms() {
        assertThat(Keys.ofInfo("application/dtmf-relay", "Signal= 5\r\nDuration= 160\r\n".getBytes(StandardCharsets.US_ASCII))).contains('5');
        assertThat(Keys.ofInfo("application/dtmf", "#".getBytes(StandardCharsets.US_ASCII))).contains('#');
        assertThat(Keys.ofInfo("application/dtmf-relay", "Signal=flash".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(Keys.ofInfo("text/plain", "5".getBytes(StandardCharsets.US_ASCII))).isEmpty();
    }
}
