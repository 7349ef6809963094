package koboshi.tsdb;

import java.util.Random;
import koboshi.series.Sample;

/** Kinds of values that real series have, drawn from a seed. */
enum Shapes {
    CONSTANT {
        @Override
        double next(Random random, double last, int i) {
            return i == 0 ? random.nextDouble() * 1e6 : last;
        }
    },
    COUNTER {
        @Override
        double next(Random random, double last, int i) {
            return random.nextInt(200) == 0 ? 0 : last + random.nextInt(20);
        }
    },
    MONEY {
        @Override
        double next(Random random, double last, int i) {
            return Math.round((last + random.nextDouble() * 3) * 100) / 100.0;
        }
    },
    BYTES_FREE {
        @Override
        double next(Random random, double last, int i) {
            return i == 0 ? 1e11 : random.nextBoolean() ? last : last - 4096 * random.nextInt(1000);
        }
    },
    NOISE {
        @Override
        double next(Random random, double last, int i) {
            return random.nextDouble();
        }
    },
    ANY_BITS {
        @Override
        double next(Random random, double last, int i) {
            return Double.longBitsToDouble(random.nextLong());
        }
    },
    ODDITIES {
        private final double[] odd = {Double.NaN, Sample.STALE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1L << 62};

        @Override
        double next(Random random, double last, int i) {
            return random.nextInt(12) == 0 ? odd[random.nextInt(odd.length)] : i;
        }
    },
    HUGE_WHOLE {
        @Override
        double next(Random random, double last, int i) {
            return random.nextLong();
        }
    },
    SMALL_STEPS {
        @Override
        double next(Random random, double last, int i) {
            return i == 0 ? 0.1 : random.nextInt(5) == 0 ? random.nextGaussian() : last;
        }
    };

    abstract double next(Random random, double last, int i);

    /** Moments that are regular, a little late, or anything. */
    static long step(Random random, int kind) {
        return switch (kind) {
            case 0 -> 15_000;
            case 1 -> 15_000 + random.nextInt(40) - 20;
            case 2 -> 1 + random.nextInt(3);
            default -> 1 + (random.nextLong() >>> 24 + random.nextInt(38));
        };
    }

    Columns columns(Random random, int size, int steps) {
        var columns = new Columns(size);
        long millis = 1_795_000_000_000L + random.nextInt(1_000_000);
        double value = 0;
        for (int i = 0; i < size; i++) {
            value = next(random, value, i);
            columns.add(millis, value, null);
            millis += step(random, steps);
        }
        return columns;
    }
}
