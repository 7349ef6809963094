package koboshi.signal;

import koboshi.series.Labels;

/**
 * The value of one series when a guard asked for it.
 *
 * @param note what a person is to read of it; empty where the value says all
 */
public record Reading(Labels labels, double value, String note) {
    public Reading(Labels labels, double value) {
        this(labels, value, "");
    }
}
