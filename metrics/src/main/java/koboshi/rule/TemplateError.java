package koboshi.rule;

/** A template that is malformed, failed on its values, or asked for too much. */
public final class TemplateError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int start;

    TemplateError(int start, String message) {
        super(message);
        this.start = start;
    }

    /** Without a place yet: a function that does not know where it was called. */
    TemplateError(String message) {
        this(-1, message);
    }

    /** The index of the first character of what is wrong, or -1 where there is no one place. */
    public int start() {
        return start;
    }
}
