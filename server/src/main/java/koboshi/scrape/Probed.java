package koboshi.scrape;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How the targets of one job of probes are.
 *
 * @param all its targets
 * @param well those whose last answer was as expected
 * @param unasked those that were not asked yet
 * @param failing the first ten that are not well, those that have been so for the longest first
 * @param late by how much the latest of them was asked too late last time, or is overdue now
 */
public record Probed(String job, int all, int well, int unasked, List<Failing> failing, Duration late) {
    static final int MOST_NAMED = 10;

    public Probed {
        failing = List.copyOf(failing);
    }

    /** How many are not well. */
    public int notWell() {
        return all - well - unasked;
    }

    /**
     * One that is not well.
     *
     * @param target as its {@code instance} calls it
     * @param since when it first failed without a break
     * @param why it failed last
     */
    public record Failing(String target, Instant since, String why) {}
}
