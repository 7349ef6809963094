package koboshi.signal;

import koboshi.series.Labels;

/** The value of one series when a guard asked for it. */
public record Reading(Labels labels, double value) {}
