package koboshi.drills;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/** The slow ways down: a service that leaks until it is alive and of no use. Koboshi is told neither the pace nor the amounts. */
enum Ageing {
    /** Its limit lies above wherever it hangs, and what it still takes afterwards: unguarded it stays alive and says nothing. */
    LEAK("live-qa-leak", "memory leaks at about 10 MB/s; answers slow down, then end, and the process never exits", 832L << 20),
    /** Its limit lies below the line, so that real swap is in use before that is reached; much below, every answer would wait for the disk long before. */
    LEAK_SWAP("live-qa-leak-swap", "the same with swap on: what leaked goes to disk, and each answer waits for it", 520L << 20);

    /** What its guard is told not to let it reach, in bytes, resident and swapped out: a little below where it was seen to be of no use. */
    static final long LINE = 640L << 20;
    static final long SWAP = 1L << 30;

    final String drill;
    final String what;
    /** What the kernel lets it have resident, in bytes. */
    final long limit;

    Ageing(String drill, String what, long limit) {
        this.drill = drill;
        this.what = what;
        this.limit = limit;
    }

    /**
     * How it will go this time, in megabytes: from the seed alone.
     *
     * @param slow resident memory above which answers take longer
     * @param hang above which none comes
     */
    record Course(int perSecond, int slow, int hang) {
        /** What the leak takes beyond its hang before it rests. */
        static final int BEYOND = 60;

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
