package liveqa.preflight;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** A sound of 16-bit samples: how long it is, and how loud (root of the mean square, of 32768). */
record Wav(double seconds, double loudness) {
    private static final double SILENCE = 50;

    static Optional<Wav> read(Path file) throws IOException {
        try (var in = AudioSystem.getAudioInputStream(file.toFile())) {
            var format = in.getFormat();
            if (format.getSampleSizeInBits() != 16 || format.isBigEndian()) return Optional.empty();
            var bytes = in.readNBytes(16 * 1024 * 1024);
            return Optional.of(new Wav(bytes.length / 2.0 / format.getChannels() / format.getSampleRate(), loudness(bytes)));
        } catch (UnsupportedAudioFileException _) {
            return Optional.empty(); // Nothing that could be heard.
        }
    }

    private static double loudness(byte[] bytes) {
        double squares = 0;
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            double sample = (short) (bytes[i] & 0xff | bytes[i + 1] << 8);
            squares += sample * sample;
        }
        return Math.sqrt(squares / Math.max(1, bytes.length / 2));
    }

    boolean isSilent() {
        return seconds < 0.2 || loudness < SILENCE;
    }
}
