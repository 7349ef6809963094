package koboshi.promql;

import java.util.Optional;

/** The binary operators, with how tightly they bind. */
public enum Operator {
    OR("or", 1),
    AND("and", 2),
    UNLESS("unless", 2),
    EQUAL("==", 3),
    DIFFERENT("!=", 3),
    GREATER(">", 3),
    LESS("<", 3),
    AT_LEAST(">=", 3),
    AT_MOST("<=", 3),
    TRIM_UPPER("</", 3),
    TRIM_LOWER(">/", 3),
    PLUS("+", 4),
    MINUS("-", 4),
    TIMES("*", 5),
    DIVIDED("/", 5),
    MODULO("%", 5),
    ATAN2("atan2", 5),
    POWER("^", 6);

    /** A sign before an operand binds as a factor does: -a^b is -(a^b). */
    static final int SIGN_STRENGTH = TIMES.strength;

    private final String symbol;
    private final int strength;

    Operator(String symbol, int strength) {
        this.symbol = symbol;
        this.strength = strength;
    }

    public String symbol() {
        return symbol;
    }

    int strength() {
        return strength;
    }

    boolean rightAssociative() {
        return this == POWER;
    }

    boolean comparison() {
        return strength == EQUAL.strength && this != TRIM_LOWER && this != TRIM_UPPER;
    }

    boolean set() {
        return this == OR || this == AND || this == UNLESS;
    }

    /** Whether the result is still the measured thing, so that it keeps its name. */
    boolean keepsName() {
        return set() || comparison() || this == TRIM_LOWER || this == TRIM_UPPER;
    }

    static Optional<Operator> of(Token token) {
        for (var operator : values()) {
            if (token.kind() == Token.Kind.OPERATOR && operator.symbol.equalsIgnoreCase(token.text())) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }
}
