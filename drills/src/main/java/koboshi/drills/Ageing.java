package koboshi.drills;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/** The slow ways down: a service that leaks until it is alive and of no use. Koboshi is told neither the pace nor the amounts. */
enum Ageing {
    LEAK("live-qa-leak", "memory leaks at about 10 MB/s; answers slow down, then end, and the process never exits"),
    LEAK_SWAP("live-qa-leak-swap", "the same with swap on: what leaked goes to disk, and each answer waits for it");

    /** What a user grants it, in bytes: a little below where it was seen to be of no use. */
    static final long LIMIT = 640L << 20;
    static final long SWAP = 1L << 30;

    final String drill;
    final String what;

    Ageing(String drill, String what) {
        this.drill = drill;
        this.what = what;
    }

    /**
     * How it will go this time, in megabytes: from the seed alone.
     *
     * @param slow resident memory above which answers take longer
     * @param hang above which none comes
     */
    record Course(int perSecond, int slow, int hang) {
        static Course of(long seed) {
            var random = new SplittableRandom(seed);
            return new Course(8 + random.nextInt(5), 600 + random.nextInt(60), 680 + random.nextInt(60));
        }

        String text(Ageing ageing) {
            return switch (ageing) {
                case LEAK -> perSecond + ":" + slow + ":" + hang;
                case LEAK_SWAP -> perSecond + ":searched";
            };
        }
    }

    boolean swaps() {
        return this == LEAK_SWAP;
    }

    static Optional<Ageing> of(String drill) {
        return Arrays.stream(values()).filter(ageing -> ageing.drill.equals(drill)).findFirst();
    }
}
