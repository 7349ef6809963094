package koboshi.promql;

/**
 * A window as two halves: an older part, of which it is known what holds from each sample to the part's end, and a newer part, which grows sample by sample.
 *
 * <p>When the older part is used up, the whole window becomes the older part. So each sample is looked at twice, whatever the window's length, and nothing is
 * ever taken away again: no window suffers from the size of what has left it.
 */
interface Halves {
    /** These samples are the older part; the newer one is empty. */
    void older(int from, int to);

    /** These samples join the newer part. */
    void newer(int from, int to);

    /** The window of a step begins within the older part and ends with the newer one, which begins in the middle. */
    void window(int step, int from, int middle, int to);

    /** Goes through the windows of all steps; those without samples are left out. */
    static void slide(Edges edges, Halves halves) {
        int middle = 0;
        int end = 0;
        for (int i = 0; i < edges.count(); i++) {
            int from = edges.from(i);
            int to = edges.to(i);
            if (from == to) {
                continue;
            }
            if (from >= middle) {
                halves.older(from, to);
                middle = to;
            } else {
                halves.newer(end, to);
            }
            end = to;
            halves.window(i, from, middle, to);
        }
    }
}
