package koboshi.guard;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which values are bad: {@code > 3.2}. */
public record Comparison(Operator operator, double threshold) {
    private static final Pattern SHAPE = Pattern.compile("(.*?)\\s*(>=|<=|==|!=|>|<)\\s*([-+]?[0-9.eE+-]+)\\s*", Pattern.DOTALL);

    public enum Operator {
        ABOVE(">"),
        AT_LEAST(">="),
        BELOW("<"),
        AT_MOST("<="),
        EQUAL("=="),
        DIFFERENT("!=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        static Operator of(String sign) {
            return Arrays.stream(values()).filter(operator -> operator.sign.equals(sign)).findFirst().orElseThrow();
        }
    }

    /** Not a number compares as nothing: it is no measurement. */
    public boolean holds(double value) {
        return switch (operator) {
            case ABOVE -> value > threshold;
            case AT_LEAST -> value >= threshold;
            case BELOW -> value < threshold;
            case AT_MOST -> value <= threshold;
            case EQUAL -> value == threshold;
            case DIFFERENT -> !Double.isNaN(value) && value != threshold;
        };
    }

    /**
     * A series compared with a number, such as {@code questions_waiting > 50}.
     *
     * @throws IllegalArgumentException naming what was expected
     */
    public static Condition.Compares parse(String text) {
        var match = SHAPE.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("not a comparison: " + text + " (expected a series, one of > >= < <= == !=, and a number)");
        }
        return new Condition.Compares(
                Selector.parse(match.group(1)),
                new Comparison(Operator.of(match.group(2)), number(match.group(3)).orElseThrow(
                        () -> new IllegalArgumentException("not a number: " + match.group(3)))));
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.parseDouble(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        var number = threshold == Math.rint(threshold) && Math.abs(threshold) < 1e15 ? Long.toString((long) threshold) : Double.toString(threshold);
        return operator.sign + " " + number;
    }
}
