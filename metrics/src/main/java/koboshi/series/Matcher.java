package koboshi.series;

import java.util.Objects;
import java.util.function.Predicate;

/** Which series are meant: a label's value equal to, different from, or like a pattern; an absent label counts as empty. */
public final class Matcher {
    private final String label;
    private final Kind kind;
    private final String value;
    private final Predicate<String> test;

    /** How a label's value is compared. */
    public enum Kind {
        EQUAL("="),
        DIFFERENT("!="),
        LIKE("=~"),
        UNLIKE("!~");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        public boolean negative() {
            return this == DIFFERENT || this == UNLIKE;
        }
    }

    public Matcher(String label, boolean equal, String value) {
        this(label, equal ? Kind.EQUAL : Kind.DIFFERENT, value);
    }

    /** @throws com.google.re2j.PatternSyntaxException for a pattern that is not RE2 */
    public Matcher(String label, Kind kind, String value) {
        this.label = label;
        this.kind = kind;
        this.value = value;
        this.test = switch (kind) {
            case EQUAL -> value::equals;
            case DIFFERENT -> text -> !value.equals(text);
            case LIKE -> Regex.compile(value);
            case UNLIKE -> Regex.compile(value).negate();
        };
    }

    public String label() {
        return label;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether this asks for one exact value. */
    public boolean equal() {
        return kind == Kind.EQUAL;
    }

    public String value() {
        return value;
    }

    public boolean matches(Labels labels) {
        return accepts(labels.get(label));
    }

    /** @param text the label's value, empty where there is none */
    public boolean accepts(String text) {
        return test.test(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matcher that && label.equals(that.label) && kind == that.kind && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(label, kind, value);
    }

    @Override
    public String toString() {
        return label + kind.sign() + '"' + Labels.escaped(value) + '"';
    }
}
