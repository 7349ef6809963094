package koboshi.guard;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** Which values are bad: {@code > 3.2}. */
public record Comparison(Operator operator, double threshold) {
    private static final String OF_NUMBERS = "+-.0123456789eE";
    private static final int SHOWN = 80;

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

        /** The longest that the text ends with, so that {@code >=} is no {@code =}. */
        static Optional<Operator> ending(String text) {
            return Arrays.stream(values()).filter(operator -> text.endsWith(operator.sign)).max(Comparator.comparingInt(operator -> operator.sign.length()));
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
        var whole = text.strip();
        int number = whole.length();
        while (number > 0 && OF_NUMBERS.indexOf(whole.charAt(number - 1)) >= 0) {
            number--;
        }
        var left = whole.substring(0, number).stripTrailing();
        var sign = Operator.ending(left);
        if (sign.isEmpty() || number == whole.length()) {
            throw new IllegalArgumentException("not a comparison: " + shown(text) + " (expected a series, one of > >= < <= == !=, and a number)");
        }
        return new Condition.Compares(
                Selector.parse(left.substring(0, left.length() - sign.get().sign.length())), new Comparison(sign.get(), number(whole.substring(number))));
    }

    /** An infinite threshold would never be crossed, or always. */
    private static double number(String text) {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("not a number: " + shown(text));
        }
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException("expected a number that a double can hold");
        }
        return number;
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    @Override
    public String toString() {
        var number = threshold == Math.rint(threshold) && Math.abs(threshold) < 1e15 ? Long.toString((long) threshold) : Double.toString(threshold);
        return operator.sign + " " + number;
    }
}
