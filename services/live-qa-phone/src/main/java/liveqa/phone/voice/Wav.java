package liveqa.phone.voice;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads WAV files of one channel and 16 bit, also those a program wrote to a pipe without knowing their length. */
final class Wav {
    private static final int PCM = 1;

    private Wav() {}

    static Sound read(byte[] file) throws NoVoice {
        var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 44 || !tag(in).equals("RIFF") || in.getInt() == 0 || !tag(in).equals("WAVE")) throw new NoVoice("this is no WAV file");
        int rate = 0;
        while (in.remaining() >= 8) {
            var chunk = tag(in);
            int size = Math.min(in.getInt() & 0x7fff_ffff, in.remaining());
            if (chunk.equals("fmt ")) rate = rate(in, in.position());
            if (chunk.equals("data") && rate > 0) return Sound.of(samples(in, size), rate);
            in.position(in.position() + Math.min(size + (size & 1), in.remaining()));
        }
        throw new NoVoice("the WAV file holds no sound");
    }

    private static String tag(ByteBuffer in) {
        var tag = new byte[4];
        in.get(tag);
        return new String(tag, StandardCharsets.US_ASCII);
    }

    private static int rate(ByteBuffer in, int at) throws NoVoice {
        if (in.remaining() < 16 || in.getShort(at) != PCM || in.getShort(at + 2) != 1 || in.getShort(at + 14) != 16) {
            throw new NoVoice("expected a WAV file of one channel and 16 bit");
        }
        int rate = in.getInt(at + 4);
        if (rate < Sound.RATE || rate > 192_000) throw new NoVoice("a WAV file of " + rate + " samples a second");
        return rate;
    }

    private static short[] samples(ByteBuffer in, int size) {
        var samples = new short[size / 2];
        in.asShortBuffer().get(samples);
        return samples;
    }
}
