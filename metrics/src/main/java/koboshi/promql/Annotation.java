package koboshi.promql;

/** Something the asker should know about the answer; the text ends with the place in the query. */
public record Annotation(Kind kind, String text) {
    /** How grave it is. */
    public enum Kind {
        INFO("PromQL info"),
        WARNING("PromQL warning");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    static Annotation of(Kind kind, String text, String position) {
        return new Annotation(kind, kind.prefix + ": " + text + " (" + position + ")");
    }
}
