package koboshi.lesson;

import java.util.Optional;

/**
 * What is wrong with the text of a lesson, so that it cannot be played.
 *
 * @param line from 1
 * @param column from 1, in characters
 * @param expected what was expected there and what stands there instead
 * @param nearest the valid spelling that looks most like it
 */
public record Mistake(String file, int line, int column, String expected, Optional<String> nearest) {
    @Override
    public String toString() {
        var hint = nearest.map(spelling -> "; did you mean \"" + spelling + "\"?").orElse("");
        return file + ":" + line + ":" + column + ": " + expected + hint;
    }
}
