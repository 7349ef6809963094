package koboshi.lesson;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import koboshi.config.Spelling;

/** One line, read word by word from the left; whatever does not fit says what was expected in its place. */
final class Sentence {
    private final List<Token> tokens;
    private final int end;
    private int next;

    Sentence(String line) throws Unreadable {
        tokens = Token.of(line);
        end = tokens.isEmpty() ? 1 : line.stripTrailing().length() + 1;
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    boolean hasMore() {
        return next < tokens.size();
    }

    int column() {
        return hasMore() ? tokens.get(next).column() : end;
    }

    /** Takes the word if it comes next. */
    boolean takes(String word) {
        boolean here = hasMore() && !tokens.get(next).quoted() && tokens.get(next).text().equals(word);
        next += here ? 1 : 0;
        return here;
    }

    void needs(String word) throws Unreadable {
        oneOf(List.of(word));
    }

    /** A keyword. */
    String oneOf(Collection<String> words) throws Unreadable {
        var expected = words.size() == 1 ? "\"" + words.iterator().next() + "\"" : "one of " + Choices.list(words);
        return oneOf(words, expected);
    }

    /** A name out of the configuration. */
    String named(String what, Collection<String> names) throws Unreadable {
        return oneOf(names, "a " + what + ": " + Choices.list(names));
    }

    private String oneOf(Collection<String> words, String expected) throws Unreadable {
        var written = word(expected);
        if (words.contains(written)) {
            return written;
        }
        next--;
        throw wrong(expected, Spelling.nearest(written, words));
    }

    String word(String expected) throws Unreadable {
        if (!hasMore() || tokens.get(next).quoted() || tokens.get(next).text().equals(",")) {
            throw wrong(expected, Optional.empty());
        }
        return tokens.get(next++).text();
    }

    boolean hasText() {
        return hasMore() && tokens.get(next).quoted();
    }

    String text(String expected) throws Unreadable {
        if (!hasText()) {
            throw wrong(expected + " in quotes", hasMore() ? Optional.of('"' + tokens.get(next).text() + " ...\"") : Optional.empty());
        }
        return tokens.get(next++).text();
    }

    Optional<String> textIfAny() throws Unreadable {
        return hasText() ? Optional.of(text("text")) : Optional.empty();
    }

    /** Names with commas between them. */
    List<String> names(String what, Collection<String> known) throws Unreadable {
        var names = new ArrayList<String>();
        do {
            names.add(named(what, known));
        } while (takes(","));
        return names;
    }

    Duration duration(String expected) throws Unreadable {
        var written = word(expected);
        return time(written, written, expected);
    }

    /** How often, after {@code every}. */
    Duration pace() throws Unreadable {
        var every = duration("how often, such as 1s");
        if (every.isZero()) {
            throw wrongBefore("more than nothing");
        }
        return every;
    }

    When when(String expected) throws Unreadable {
        var written = word(expected);
        int dots = written.indexOf("..");
        if (dots < 0) {
            return When.at(time(written, written, expected));
        }
        var when = new When(time(written.substring(0, dots), written, expected), time(written.substring(dots + 2), written, expected));
        if (when.to().compareTo(when.from()) <= 0) {
            next--;
            throw wrong("a range that ends after it begins", Optional.empty());
        }
        return when;
    }

    private Duration time(String text, String written, String expected) throws Unreadable {
        var time = Times.tried(text);
        if (time.isEmpty()) {
            next--;
            throw wrong(expected, Times.nearest(text).map(near -> written.replace(text, near)));
        }
        return time.get();
    }

    void ends() throws Unreadable {
        if (hasMore()) {
            throw wrong("the end of the line", Optional.empty());
        }
    }

    Unreadable wrong(String expected, Optional<String> nearest) {
        var found = hasMore() ? "\"" + tokens.get(next).text() + "\"" : "nothing";
        return new Unreadable(column(), "expected " + expected + ", found " + found, nearest);
    }

    /** The same at the word just read. */
    Unreadable wrongBefore(String expected) {
        return wrongBefore(expected, Optional.empty());
    }

    Unreadable wrongBefore(String expected, Optional<String> nearest) {
        next--;
        return wrong(expected, nearest);
    }
}
