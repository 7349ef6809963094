package liveqa.answer;

/**
 * A word of a text: the form it is searched by, how it stands in the text, its reading in katakana, its kind, and where it stands.
 * {@code marked} says that a particle makes it (or the compound it is part of) the subject or object; {@code from} and {@code to} are places
 * in the normalised text.
 */
record Word(String text, String surface, String reading, Kind kind, boolean marked, int from, int to) {
    /** What a word does in a question; the weight says how much it tells about the subject. */
    enum Kind {
        PERSON(1), NAME(1), NOUN(1), ACTION(0.8), QUALITY(0.5), SUFFIX(0.4), VERB(0.3), TIME(0.2), BACKGROUND(0.15), COUNT(0.15);

        final double weight;

        Kind(double weight) {
            this.weight = weight;
        }

        boolean isNoun() {
            return this == PERSON || this == NAME || this == NOUN || this == ACTION || this == QUALITY || this == BACKGROUND;
        }
    }

    double weight() {
        return kind.weight;
    }
}
