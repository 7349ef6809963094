package koboshi.series;

/**
 * One measured value.
 *
 * @param millis milliseconds since the epoch
 */
public record Sample(long millis, double value) {}
