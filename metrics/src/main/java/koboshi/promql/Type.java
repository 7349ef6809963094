package koboshi.promql;

/** What an expression gives. */
public enum Type {
    SCALAR("scalar", "scalar"),
    VECTOR("instant vector", "vector"),
    MATRIX("range vector", "matrix"),
    STRING("string", "string");

    private final String words;
    private final String code;

    Type(String words, String code) {
        this.words = words;
        this.code = code;
    }

    /** As the documentation says it. */
    public String words() {
        return words;
    }

    /** As the HTTP API says it. */
    public String code() {
        return code;
    }
}
