package koboshi.tsdb;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Who brought how many of the series in memory, so that none can take all the room there is: nobody may have, nor bring within an hour, more than twice what is
 * left free for the others. Guarded by the store's lock.
 */
final class Bringers {
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);
    private static final int SHARE = 2;
    /** So many nobody is refused while there is any room. */
    private static final int FEW = 1_000;

    /** One of them. */
    static final class Bringer {
        private final String name;
        private int held;
        private int lately;
        private long hour;

        private Bringer(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        /** Series it brought that are in memory. */
        int held() {
            return held;
        }

        void holds(int more) {
            held += more;
        }

        void brought(long nowMillis) {
            turn(nowMillis);
            held++;
            lately++;
        }

        /** Whether it may bring one more where there is room for so many. */
        boolean mayBring(long free, long nowMillis) {
            turn(nowMillis);
            return Math.max(held, lately) < Math.max(FEW, SHARE * free);
        }

        private void turn(long nowMillis) {
            if (hour != nowMillis / HOUR) {
                hour = nowMillis / HOUR;
                lately = 0;
            }
        }
    }

    private final Map<String, Bringer> all = new HashMap<>();

    Bringer of(String name) {
        return all.computeIfAbsent(name, Bringer::new);
    }

    /** Those that brought most, the first first. */
    List<Bringer> most(int count) {
        return all.values().stream().filter(one -> one.held > 0).sorted(Comparator.<Bringer>comparingInt(one -> -one.held).thenComparing(Bringer::name)).limit(count).toList();
    }

    /** Those of whom nothing is left are forgotten. */
    void forgetEmpty(long nowMillis) {
        all.values().removeIf(one -> one.held == 0 && one.hour != nowMillis / HOUR);
    }
}
