package koboshi.series;

/** Which series are meant: a label equal to, or different from, a value; an absent label counts as empty. */
public record Matcher(String label, boolean equal, String value) {
    public boolean matches(Labels labels) {
        return labels.get(label).equals(value) == equal;
    }
}
