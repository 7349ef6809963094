package koboshi.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a program and its arguments: a list, or a text split on blanks with quotes honoured. There is no shell. */
final class CommandLine {
    private static final Set<String> SHELL = Set.of("|", "||", "&", "&&", ";", ">", ">>", "<", "<<", "2>", "2>&1", "&>", "1>");
    private static final String EXPECTED = "a program and its arguments, as text or as a list";

    private final Value value;
    private final String text;
    private int at;

    private CommandLine(Value value, String text) {
        this.value = value;
        this.text = text;
    }

    static Optional<List<String>> read(Value value) {
        var words = value.isList() ? list(value) : value.text(EXPECTED).flatMap(text -> new CommandLine(value, text).split());
        return words.filter(found -> startable(value, found));
    }

    private static Optional<List<String>> list(Value value) {
        var items = value.items(EXPECTED).orElseThrow();
        var words = items.stream().flatMap(item -> item.anyText("text").stream()).toList();
        return words.size() == items.size() ? Optional.of(words) : Optional.empty();
    }

    private static boolean startable(Value value, List<String> words) {
        boolean startable = !words.isEmpty() && !words.getFirst().isBlank() && words.stream().noneMatch(word -> word.indexOf('\0') >= 0);
        if (!startable) {
            value.problem("expected " + EXPECTED + ", none with a NUL character and the program not blank");
        }
        return startable;
    }

    private Optional<List<String>> split() {
        var words = new ArrayList<String>();
        for (skipBlanks(); at < text.length(); skipBlanks()) {
            var word = word();
            if (word.isEmpty()) {
                return Optional.empty();
            }
            words.add(word.get());
        }
        return Optional.of(words);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Optional<String> word() {
        var word = new StringBuilder();
        boolean quoted = false;
        for (; at < text.length() && !Character.isWhitespace(text.charAt(at)); at++) {
            char character = text.charAt(at);
            if (character != '"' && character != '\'') {
                word.append(character);
            } else if (quote(character, word)) {
                quoted = true;
            } else {
                value.problem("expected a closing " + character);
                return Optional.empty();
            }
        }
        return quoted || !forAShell(word.toString()) ? Optional.of(word.toString()) : Optional.empty();
    }

    /** Copies what is quoted and stops at the closing quote, if there is one. A backslash counts only before " and \ within "...". */
    private boolean quote(char quote, StringBuilder word) {
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            boolean escape = quote == '"' && text.charAt(at) == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0;
            at += escape ? 1 : 0;
            word.append(text.charAt(at));
        }
        return at < text.length();
    }

    /** A line written for a shell would start with odd arguments and fail, or worse, run. */
    private boolean forAShell(String word) {
        var sign = SHELL.contains(word) ? Optional.of(word) : Stream.of("${", "$(").filter(word::contains).findFirst();
        sign.ifPresent(found -> value.problem(
                "no shell reads this, so " + found + " means nothing; expected arguments (to use a shell, write [sh, -c, \"...\"])"));
        return sign.isPresent();
    }
}
