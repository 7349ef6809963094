package koboshi.promql;

/** The moments an expression is evaluated at, from start in equal steps; one moment alone has step 0. */
record Steps(long start, long step, int count) {
    static Steps one(long moment) {
        return new Steps(moment, 0, 1);
    }

    static Steps between(long start, long end, long step) {
        return new Steps(start, step, (int) ((end - start) / step) + 1);
    }

    long at(int index) {
        return start + index * step;
    }

    long end() {
        return at(count - 1);
    }
}
