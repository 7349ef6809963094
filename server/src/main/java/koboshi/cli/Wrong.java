package koboshi.cli;

/** The command cannot be followed as it was given. */
public final class Wrong extends RuntimeException {
    public Wrong(String message) {
        super(message);
    }
}
