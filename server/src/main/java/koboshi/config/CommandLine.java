package koboshi.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a program and its arguments: a list, or a text split on blanks with quotes honoured. There is no shell. */
final class CommandLine {
    private static final Set<String> SHELL = Set.of("|", "||", "&", "&&", ";", ">", ">>", "<", "<<", "2>", "2>&1", "&>", "1>");
    private static final String EXPECTED = "a program and its arguments, as text or as a list";

    private CommandLine() {}

    static Optional<List<String>> read(Value value) {
        return value.isList() ? list(value) : value.text(EXPECTED).flatMap(text -> split(value, text));
    }

    private static Optional<List<String>> list(Value value) {
        var items = value.items(EXPECTED).orElseThrow();
        if (items.isEmpty()) {
            value.problem("expected " + EXPECTED + ", found an empty list");
        }
        var words = items.stream().flatMap(item -> item.anyText("text").stream()).toList();
        if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0) || !words.isEmpty() && words.getFirst().isBlank()) {
            value.problem("expected " + EXPECTED);
        }
        return words.size() == items.size() && !words.isEmpty() ? Optional.of(words) : Optional.empty();
    }

    private static Optional<List<String>> split(Value value, String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean begun = false;
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"' || character == '\'') {
                at = quote(text, at, word);
                if (at < 0) {
                    value.problem("expected a closing " + character);
                    return Optional.empty();
                }
                begun = true;
                quoted = true;
            } else if (!Character.isWhitespace(character)) {
                word.append(character);
                begun = true;
            }
            if (begun && (at + 1 >= text.length() || Character.isWhitespace(text.charAt(at + 1)))) {
                if (!quoted && refused(value, word.toString())) {
                    return Optional.empty();
                }
                words.add(word.toString());
                word.setLength(0);
                begun = false;
                quoted = false;
            }
        }
        return Optional.of(words);
    }

    /** Copies what is quoted; answers where the closing quote stands, or -1. A backslash counts only before " and \ within "...". */
    private static int quote(String text, int open, StringBuilder word) {
        char quote = text.charAt(open);
        for (int at = open + 1; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == quote) {
                return at;
            }
            boolean escaped = quote == '"' && character == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0;
            word.append(escaped ? text.charAt(++at) : character);
        }
        return -1;
    }

    /** A line written for a shell would start with odd arguments and fail, or worse, run. */
    private static boolean refused(Value value, String word) {
        if (word.contains("${") || word.contains("$(") || SHELL.contains(word)) {
            value.problem("no shell reads this, so " + Value.quoted(word) + " means nothing; expected arguments (to use a shell, write [sh, -c, \"...\"])");
            return true;
        }
        return false;
    }
}
