package liveqa.preflight;

/** A value seen on this host, for comparing with another. */
record Fact(String name, String value, Better better) {
    /** What a difference between two hosts means. */
    enum Better {
        /** A larger number is better. */
        MORE,
        /** A smaller number is better. */
        LESS,
        /** Both hosts should have the same. */
        SAME,
        /** Each host must have its own. */
        OWN,
        /** It may differ and does not matter. */
        ANY
    }
}
