package koboshi.promql;

/**
 * Where a range selector looks at a step.
 *
 * @param moves with the steps, rather than staying at the anchor
 */
record Reference(boolean moves, long anchor, long offset, long range) {
    long end(long moment) {
        return (moves ? moment : anchor) - offset;
    }

    long start(long moment) {
        return end(moment) - range;
    }
}
