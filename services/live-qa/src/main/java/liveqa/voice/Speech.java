package liveqa.voice;

/**
 * A spoken sentence: mono, 16 bits, 48 kHz, at -16 LUFS.
 *
 * @param key   names this sound; the same words in the same voice have the same key
 * @param pcm   the samples, little endian
 * @param mouth shapes of the mouth, see {@link Mouth}
 */
public record Speech(String key, byte[] pcm, String mouth) {
    public int millis() {
        return pcm.length / (Loudness.RATE / 1000 * 2);
    }

    public byte[] wav() {
        return Wav.file(Loudness.RATE, pcm);
    }
}
