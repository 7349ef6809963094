package liveqa.answer;

import liveqa.answer.Inquiry.Part;

/**
 * How well a passage fits a question. {@code rank} orders the passages, {@code signs} tell whether it answers at all.
 */
record Match(IndexedPassage passage, Part part, double rank, Signs signs) {
    /** A sentence whose words weigh less than this asks about nothing in particular. */
    static final double LIGHT = 0.85;

    static Match of(Inquiry inquiry, IndexedPassage passage) {
        var whole = Signs.of(inquiry.whole(), passage, inquiry.words());
        Part part = inquiry.whole();
        var best = whole;
        for (var one : inquiry.parts()) {
            var signs = Signs.of(one, passage, inquiry.words());
            if (signs.sure() > best.sure()) {
                best = signs;
                part = one;
            }
        }
        double rank = 0.6 * best.covered() + 0.6 * whole.covered() + 0.35 * whole.headed() + 0.1 * whole.exact() + 0.08 * best.fits() + 0.1 * best.allAsked();
        return new Match(passage, part, rank, best);
    }

    /** The probability that the passage answers. */
    double sure() {
        return signs.sure();
    }
}
