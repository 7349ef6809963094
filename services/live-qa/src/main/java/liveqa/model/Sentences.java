package liveqa.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts a text that comes in pieces into sentences, each with the citations that follow its end. */
final class Sentences {
    private static final String ENDS = "。！？!?\n";
    private static final Pattern CITATIONS = Pattern.compile("(?:\\s*\\[[\\d,、 ]{0,12}\\]?)*+[。.]?");
    private final StringBuilder rest = new StringBuilder();

    /** The sentences that are now whole: of each it is known that no further citation follows. */
    List<String> add(String piece) {
        rest.append(piece);
        var whole = new ArrayList<String>();
        for (int end = wholeUntil(); end > 0; end = wholeUntil()) {
            var sentence = rest.substring(0, end).strip();
            rest.delete(0, end);
            if (!sentence.isEmpty()) whole.add(sentence);
        }
        return whole;
    }

    private int wholeUntil() {
        for (int at = 0; at < rest.length(); at++) {
            char c = rest.charAt(at);
            boolean stop = c == '.' && at + 1 < rest.length() && Character.isWhitespace(rest.charAt(at + 1));
            if (ENDS.indexOf(c) < 0 && !stop) continue;
            var citations = CITATIONS.matcher(rest).region(at + 1, rest.length());
            int end = citations.lookingAt() ? citations.end() : at + 1;
            // After blanks a citation may still come.
            return rest.substring(end).isBlank() ? 0 : end;
        }
        return 0;
    }

    /** What is left at the end. */
    String end() {
        var left = rest.toString().strip();
        rest.setLength(0);
        return left;
    }

    int waiting() {
        return rest.length();
    }
}
