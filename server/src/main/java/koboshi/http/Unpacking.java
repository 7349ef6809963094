package koboshi.http;

import koboshi.wire.Packed;
import koboshi.wire.PackedZstd;

/** Room to unpack a message in, used again and again. */
final class Unpacking {
    private static final int USUAL = 1 << 20;

    private byte[] room = new byte[USUAL / 4];
    private int length;

    /** The message, from the beginning; good until the next is unpacked here. */
    byte[] snappy(byte[] packed) {
        length = Packed.length(packed, packed.length);
        var unpacked = room(length);
        Packed.unpack(packed, packed.length, unpacked);
        return unpacked;
    }

    byte[] zstd(byte[] packed) {
        long declared = PackedZstd.length(packed, packed.length);
        var unpacked = declared < 0 ? new byte[Intake.LARGEST] : room((int) Math.min(declared, Intake.LARGEST + 1L));
        length = PackedZstd.unpack(packed, packed.length, unpacked);
        return unpacked;
    }

    /** Of what was unpacked last, in bytes. */
    int length() {
        return length;
    }

    /** A large message is rare; its room is not kept for the next. */
    private byte[] room(int needed) {
        if (needed > Intake.LARGEST) {
            throw Bodies.tooLarge(Intake.LARGEST);
        }
        if (needed > USUAL) {
            return new byte[needed];
        }
        if (needed > room.length) {
            room = new byte[Math.min(USUAL, needed * 2)];
        }
        return room;
    }
}
