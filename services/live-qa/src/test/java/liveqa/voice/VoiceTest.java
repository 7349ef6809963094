package liveqa.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The real synthesiser, judged by another program's ears. */
class VoiceTest {
    private @TempDir Path folder;
    private Voice voice;

    private Voice real(String... flags) throws Exception {
        voice = Voice.open(CommandLine.populateCommand(new VoiceFlags(), flags), InstantSource.system());
        if (voice.state().standing() == Voice.Standing.ABSENT) Assumptions.abort("needs open-jtalk and its voice: " + voice.state().why());
        return voice;
    }

    @AfterEach
    void stop() {
        if (voice != null) voice.close();
    }

    private Speech said(String text) throws Exception {
        return voice.speak(text, 1).get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"はい。", "いいえ", "給食費は、2026年4月から、すべての市立小中学校で無料になります。", "あああ！", "財源は、行財政の見直しで生まれる年間およそ3億円を充て、足りない分は国の交付金で補います。"})
    void isOfTheBroadcastersLoudness(String text) throws Exception {
        real();
        var judged = judged(said(text).wav());
        assertThat(number(judged, "I:\\s+(-?[\\d.]+) LUFS")).isCloseTo(-16, within(1.0));
        assertThat(number(judged, "Peak:\\s+(-?[\\d.]+) dBFS")).isLessThanOrEqualTo(-1.0);
    }

    private String judged(byte[] wav) throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/ffmpeg"))) Assumptions.abort("needs the package ffmpeg");
        var file = Files.write(folder.resolve("said.wav"), wav);
        var process = new ProcessBuilder("ffmpeg", "-hide_banner", "-nostats", "-i", file.toString(), "-af", "apad=pad_dur=0.5,ebur128=peak=true", "-f", "null", "-").redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replaceFirst("(?s).*Summary:", "");
    }

    private static double number(String text, String pattern) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @Test
    void measuresLoudnessAsTheRecommendationDoes() {
        // BS.1770: a sine of 997 Hz at full scale in one channel is -3.01 LUFS.
        var sine = new float[Loudness.RATE * 2];
        for (int i = 0; i < sine.length; i++) sine[i] = (float) Math.sin(2 * Math.PI * 997 * i / Loudness.RATE);
        assertThat(Loudness.integrated(sine)).isCloseTo(-3.01, within(0.05));
        assertThat(Loudness.integrated(new float[Loudness.RATE])).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void saysFiguresAsPeopleDo() throws Exception {
        real();
        assertThat(phonemes("3,000円")).isEqualTo("s a N z e N e N");
        assertThat(phonemes("8本")).isEqualTo("h a cl p o N");
        assertThat(phonemes("第2条")).isEqualTo("d a i n i j o o");
    }

    private String phonemes(String text) throws Exception {
        var synthesiser = new OpenJtalk(Path.of("/usr/bin/open_jtalk"), Path.of("/var/lib/mecab/dic/open-jtalk/naist-jdic"),
                Path.of(CommandLine.populateCommand(new VoiceFlags()).voice), java.time.Duration.ofSeconds(10));
        return String.join(" ", synthesiser.say(new SpokenForm(Readings.with(null)).of(text), 1).phonemes().stream().filter(p -> !p.silent()).map(Mouth.Phoneme::name).toList());
    }

    @Test
    void tellsTheShapesOfTheMouthWithinTheSound() throws Exception {
        real();
        var speech = said("あいうえお、まみむめも");
        var times = List.of(speech.mouth().split(" ")).stream().map(shape -> Integer.parseInt(shape.substring(0, shape.length() - 1))).toList();
        assertThat(times).isSorted().allMatch(time -> time <= speech.millis());
        assertThat(speech.mouth()).containsPattern("\\da .*\\di .*\\du .*\\de .*\\do .*\\dx ");
    }

    @Test
    void rememberedSentencesCostNothing() throws Exception {
        real();
        var first = said("覚えています。");
        assertThat(said("覚えています。")).isSameAs(first);
        assertThat(voice.find(first.key())).containsSame(first);
        assertThat(voice.find("unknown")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 24_000, 48_000})
    void aWholeTextComesAtTheRateThatWasAskedFor(int rate) throws Exception {
        real();
        var sound = Wav.read(voice.wav("はい。無料です。", rate));
        assertThat(sound.rate()).isEqualTo(rate);
        assertThat(sound.samples().length).isBetween(rate, rate * 5);
        assertThat(Loudness.integrated(Resample.to(Loudness.RATE, sound))).isCloseTo(-16, within(2.0));
    }

    @Test
    void anAbsentVoiceSaysWhatIsMissing() throws Exception {
        voice = Voice.open(CommandLine.populateCommand(new VoiceFlags(), "--voice", folder.resolve("none.htsvoice").toString(), "--open-jtalk", "/bin/true",
                "--open-jtalk-dictionary", "/tmp"), InstantSource.system());
        assertThat(voice.state().standing()).isEqualTo(Voice.Standing.ABSENT);
        assertThatThrownBy(() -> voice.wav("はい", 8_000)).isInstanceOf(VoiceFailure.class).hasMessageContaining("none.htsvoice is not there");
    }

    /** A program in the synthesiser's place that does this. */
    private Voice lying(String script) throws Exception {
        var program = Files.writeString(folder.resolve("open_jtalk"), "#!/bin/bash\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return voice = Voice.open(CommandLine.populateCommand(new VoiceFlags(), "--voice", program.toString(), "--open-jtalk", program.toString(),
                "--open-jtalk-dictionary", "/tmp", "--voice-seconds", "1"), InstantSource.system());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "sleep 100 | did not finish within 1 s", "cat /dev/zero | gave more than", "cat /dev/zero >&2 | gave more than", "echo hello | not a WAV file", "exit 0 | not a WAV file", "echo oh >&2; exit 3 | code 3: oh",
        "sleep 60 & exec echo hi | holds its output open", "printf 'RIFF____WAVEfmt ____\\x01\\x00\\x01\\x00\\x80\\xbb\\x00\\x00____\\x02\\x00\\x10\\x00data____'; head -c 96000 /dev/zero | silent",
    })
    void aLyingSynthesiserFailsTheSentenceAndSaysHow(String scriptAndReason) throws Exception {
        var parts = scriptAndReason.split(" \\| ");
        lying(parts[0]);
        for (int i = 0; i < 3; i++) {
            var speech = voice.speak("はい" + "い".repeat(i), 1);
            assertThatThrownBy(() -> speech.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(VoiceFailure.class).hasMessageContaining(parts[1]);
        }
        assertThat(voice.state().standing()).isEqualTo(Voice.Standing.FAILING);
        assertThat(voice.state().why()).contains(parts[1]);
    }
}
