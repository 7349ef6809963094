package koboshi.promqltest;

/** A line that is not of the script language. */
public final class ScriptError extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScriptError(String message) {
        super(message);
    }
}
