package liveqa.phone.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import liveqa.phone.talk.Utterance;
import liveqa.phone.words.Language;
import org.junit.jupiter.api.Test;

class SoundTest {
    private static short[] sine(int hertz, int rate, int samples) {
        var sine = new short[samples];
        for (int i = 0; i < samples; i++) sine[i] = (short) (8000 * Math.sin(2 * Math.PI * hertz * i / rate));
        return sine;
    }

    private static double amplitude(short[] samples, int hertz) {
        double re = 0;
        double im = 0;
        for (int i = 200; i < samples.length - 200; i++) {
            re += samples[i] * Math.cos(2 * Math.PI * hertz * i / Sound.RATE);
            im += samples[i] * Math.sin(2 * Math.PI * hertz * i / Sound.RATE);
        }
        return 2 * Math.hypot(re, im) / (samples.length - 400);
    }

    @Test
    void aVoiceOf48KilohertzKeepsItsPitchAndLength() {
        var sound = Sound.of(sine(1000, 48_000, 48_000), 48_000);
        assertThat(sound.length().toMillis()).isEqualTo(1000);
        assertThat(amplitude(sound.samples(), 1000)).isGreaterThan(19_000);
    }

    @Test
    void whatATelephoneCannotCarryDoesNotComeBackAsNoise() {
        var both = sine(1000, 48_000, 48_000);
        var high = sine(5000, 48_000, 48_000);
        for (int i = 0; i < both.length; i++) both[i] += high[i];
        var sound = Sound.of(both, 48_000);
        assertThat(amplitude(sound.samples(), 3000)).as("5000 Hz folded at 4000").isLessThan(0.01 * amplitude(sound.samples(), 1000));
    }

    @Test
    void aRateThatDoesNotDivideWorksToo() {
        assertThat(amplitude(Sound.of(sine(1000, 22_050, 22_050), 22_050).samples(), 1000)).isGreaterThan(19_000);
    }

    @Test
    void nonsenseIsNoWav() {
        var random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(7);
        for (int round = 0; round < 2000; round++) {
            var file = wav(random.nextInt(100));
            for (int hit = 0; hit < 3; hit++) file[random.nextInt(file.length)] = (byte) random.nextInt();
            try {
                Wav.read(file);
            } catch (NoVoice _) {
                continue; // Said, and nothing worse.
            }
        }
        assertThatThrownBy(() -> Wav.read(new byte[10])).isInstanceOf(NoVoice.class);
    }

    private static byte[] wav(int samples) {
        return ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes()).putInt(0x7fff_ffff).put("WAVEfmt ".getBytes())
                .putInt(16).putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000).putShort((short) 2).putShort((short) 16)
                .put("data".getBytes()).putInt(0x7fff_ffff).array();
    }

    @Test
    void aVoiceThatIsSilentIsNoVoice() {
        var voices = new Voices(Map.of(Language.JA, List.of(_ -> new Sound(new short[8000]))));
        assertThatThrownBy(() -> voices.speak(new Utterance(Language.JA, "あ"))).hasMessageContaining("silent");
    }

    @Test
    void theNextVoiceSpeaksWhenTheFirstCannot() throws Exception {
        Voice broken = _ -> {
            throw new NoVoice("broken");
        };
        var voices = new Voices(Map.of(Language.JA, List.of(broken, _ -> new Sound(sine(440, 8000, 800)))));
        assertThat(voices.speak(new Utterance(Language.JA, "あ")).samples()).hasSize(800);
    }

    @Test
    void aLongTextIsGivenToTheProgramInSentences() {
        var parts = OpenJTalk.parts("これは一つの文です。".repeat(60));
        assertThat(parts).allMatch(part -> part.length() <= 300 && part.endsWith("。"));
        assertThat(String.join("", parts)).isEqualTo("これは一つの文です。".repeat(60));
    }

    @Test
    void aProgramThatIsMissingIsNamed() {
        assertThatThrownBy(() -> new Espeak("/nowhere/espeak").speak(new Utterance(Language.EN, "hello"))).hasMessageContaining("/nowhere/espeak cannot be started");
    }
}
