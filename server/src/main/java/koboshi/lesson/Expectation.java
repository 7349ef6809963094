package koboshi.lesson;

import java.util.Optional;

/**
 * A line that says what must be so.
 *
 * @param text as it was written
 * @param known why it does not hold yet, where it is marked so
 */
record Expectation(int line, int column, String text, When when, Claim claim, Optional<String> known) {}
