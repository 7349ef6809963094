package koboshi.series;

/** A sample and its series. */
public record Measured(Labels labels, Sample sample) {}
