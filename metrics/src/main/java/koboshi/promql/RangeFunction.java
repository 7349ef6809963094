package koboshi.promql;

/** A function over the samples in a range; it puts what it finds into the frame, or nothing. */
@FunctionalInterface
interface RangeFunction {
    /** @param window never empty */
    void apply(Window window, RangeFrame frame);
}
