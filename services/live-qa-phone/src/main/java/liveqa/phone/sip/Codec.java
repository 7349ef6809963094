package liveqa.phone.sip;

import java.util.Optional;
import java.util.stream.Stream;

/** The two codings of ITU-T G.711: 8 bits a sample, finer where the sound is faint. */
enum Codec {
    PCMU(0) {
        @Override
        byte encode(short sample) {
            int magnitude = Math.min(Math.abs((int) sample), ULAW_CLIP) + ULAW_BIAS;
            int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
            return (byte) ~((sample < 0 ? 0x80 : 0) | segment << 4 | magnitude >> (segment + 3) & 0xf);
        }

        @Override
        short decode(byte coded) {
            int bits = ~coded;
            int magnitude = (((bits & 0xf) << 3) + ULAW_BIAS << (bits >> 4 & 7)) - ULAW_BIAS;
            return (short) ((bits & 0x80) == 0 ? magnitude : -magnitude);
        }
    },
    PCMA(8) {
        @Override
        byte encode(short sample) {
            int magnitude = sample >= 0 ? sample : ~sample;
            int segment = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude));
            int bits = segment << 4 | magnitude >> (segment == 0 ? 4 : segment + 3) & 0xf;
            return (byte) ((sample >= 0 ? bits | 0x80 : bits) ^ ALAW_FLIPPED);
        }

        @Override
        short decode(byte coded) {
            int bits = coded ^ ALAW_FLIPPED;
            int segment = bits >> 4 & 7;
            int magnitude = segment == 0 ? ((bits & 0xf) << 4) + 8 : ((bits & 0xf) << 4) + 0x108 << (segment - 1);
            return (short) ((bits & 0x80) != 0 ? magnitude : -magnitude);
        }
    };

    private static final int ULAW_BIAS = 132;
    private static final int ULAW_CLIP = 32_635;
    private static final int ALAW_FLIPPED = 0x55;
    /** The payload type of RFC 3551. */
    final int payloadType;

    Codec(int payloadType) {
        this.payloadType = payloadType;
    }

    abstract byte encode(short sample);

    abstract short decode(byte coded);

    static Optional<Codec> of(int payloadType) {
        return Stream.of(values()).filter(codec -> codec.payloadType == payloadType).findAny();
    }
}
