package koboshi.journey;

import java.time.Duration;

/**
 * How a journey could be watched.
 *
 * @param interval from run to run
 * @param timeout a run that takes longer counts as failed
 * @param count so many failed runs in a row are a fall
 */
public record Check(Duration interval, Duration timeout, int count) {}
