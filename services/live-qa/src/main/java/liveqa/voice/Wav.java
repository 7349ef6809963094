package liveqa.voice;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Mono sound of 16 bits as a RIFF file, and back. */
public final class Wav {
    private static final int HEADER = 44;

    private Wav() {}

    /** Samples from -1 to 1 at {@code rate} per second. */
    record Sound(int rate, float[] samples) {}

    /** @throws VoiceFailure when these bytes are not mono sound of 16 bits */
    static Sound read(byte[] file) throws VoiceFailure {
        var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < HEADER || in.getInt(0) != 0x46464952 || in.getInt(8) != 0x45564157) throw new VoiceFailure("what came is not a WAV file (" + file.length + " bytes)");
        if (in.getShort(20) != 1 || in.getShort(22) != 1 || in.getShort(34) != 16) throw new VoiceFailure("the WAV file is not mono PCM of 16 bits");
        int rate = in.getInt(24);
        if (rate < 8_000 || rate > 96_000) throw new VoiceFailure("the WAV file says " + rate + " samples per second");
        return new Sound(rate, samples(in.position(HEADER).slice().order(ByteOrder.LITTLE_ENDIAN)));
    }

    private static float[] samples(ByteBuffer body) {
        var samples = new float[body.remaining() / 2];
        for (int i = 0; i < samples.length; i++) samples[i] = body.getShort() / 32768f;
        return samples;
    }

    /** The samples as 16 bits each, without a header. */
    static byte[] pcm(float[] samples) {
        var out = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : samples) out.putShort((short) Math.clamp(Math.round(sample * 32767f), -32768, 32767));
        return out.array();
    }

    static float[] samples(byte[] pcm) {
        return samples(ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** A whole file around the samples of {@link #pcm}. */
    public static byte[] file(int rate, byte[] pcm) {
        var out = ByteBuffer.allocate(HEADER + pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x46464952).putInt(36 + pcm.length).putInt(0x45564157).putInt(0x20746d66).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2).putShort((short) 2).putShort((short) 16);
        return out.putInt(0x61746164).putInt(pcm.length).put(pcm).array();
    }
}
