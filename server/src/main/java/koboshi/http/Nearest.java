package koboshi.http;

import java.util.Collection;
import java.util.Comparator;

/** The known word most like a wrong one. */
final class Nearest {
    private Nearest() {}

    /** In words: which are known, and which may have been meant. */
    static String to(String word, Collection<String> known) {
        var sorted = known.stream().sorted().toList();
        var nearest = sorted.stream().min(Comparator.comparingInt(one -> distance(word, one)));
        var listed = sorted.size() <= 12 ? String.join(", ", sorted) : sorted.size() + " names are known";
        return nearest.filter(one -> distance(word, one) <= Math.max(2, word.length() / 3))
                .map(one -> listed + " (did you mean " + one + "?)")
                .orElse(listed.isEmpty() ? "none, for none is configured" : listed);
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
