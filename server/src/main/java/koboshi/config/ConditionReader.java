package koboshi.config;

import java.util.Optional;
import java.util.function.Consumer;
import koboshi.guard.Expression;
import koboshi.promql.ParseError;

/** Reads PromQL where a guard has it, and tells what is wrong at the character where it is. */
final class ConditionReader {
    private ConditionReader() {}

    /** An expression that gives what is bad. */
    static Optional<String> promql(Value value) {
        return read(value, "a condition such as questions_waiting > 50", Expression::parse);
    }

    /** @param check throws when the text is not what it should be */
    static Optional<String> read(Value value, String expected, Consumer<String> check) {
        return value.text(expected).filter(text -> {
            try {
                check.accept(text);
                return true;
            } catch (ParseError error) {
                value.problemAt(text, error.start(), "not PromQL: " + error.reason());
            } catch (IllegalArgumentException unfit) {
                value.problem(unfit.getMessage());
            }
            return false;
        });
    }
}
