package koboshi.wire;

import java.util.Arrays;
import java.util.Random;

/** A message with a few bytes changed, or cut off, or with some more behind it. */
final class Mutation {
    private Mutation() {}

    static byte[] of(byte[] whole, Random random) {
        var changed = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length + 20)) : whole.clone();
        for (int i = random.nextInt(6); i >= 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] = switch (random.nextInt(4)) {
                case 0 -> (byte) 0xff;
                case 1 -> (byte) 0x7f;
                case 2 -> 0;
                default -> (byte) random.nextInt();
            };
        }
        return changed;
    }
}
