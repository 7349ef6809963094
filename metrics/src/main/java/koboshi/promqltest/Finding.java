package koboshi.promqltest;

/** Something to say about one line of a script, counted from one. */
public record Finding(int line, String text) {
    @Override
    public String toString() {
        return line + ": " + text;
    }
}
