package koboshi.agent.journey;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A text read by a regular expression that may look at it only so often.
 *
 * <p>Some expressions go back and forth for years over a text made for it, and a thread that does cannot be told to stop.
 */
final class Measured implements CharSequence {
    private static final int MOST_LOOKS = 20_000_000;

    private final CharSequence text;
    private final int[] looks;

    private Measured(CharSequence text, int[] looks) {
        this.text = text;
        this.looks = looks;
    }

    /**
     * The first group of the first match, or all of it where there is no group.
     *
     * @throws IllegalArgumentException when it is no expression, or takes too long on this text
     */
    static Optional<String> first(String pattern, String text) {
        try {
            var match = Pattern.compile(pattern).matcher(new Measured(text, new int[1]));
            return match.find() ? Optional.ofNullable(match.groupCount() > 0 ? match.group(1) : match.group()) : Optional.empty();
        } catch (PatternSyntaxException trouble) {
            throw new IllegalArgumentException("not a pattern: " + trouble.getMessage(), trouble);
        } catch (StackOverflowError _) {
            throw new IllegalArgumentException("the pattern " + pattern + " is too deep for this text");
        } catch (TooLong _) {
            throw new IllegalArgumentException("the pattern " + pattern + " takes too long on this text");
        }
    }

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super(null, null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (++looks[0] > MOST_LOOKS) {
            throw new TooLong();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new Measured(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
