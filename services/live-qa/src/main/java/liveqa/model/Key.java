package liveqa.model;

/** A secret that does not show itself in logs. */
record Key(String secret) {
    @Override
    public String toString() {
        return "(a key)";
    }
}
