package koboshi.lesson;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody probably meant to write. */
final class Likeness {
    private static final int MOST_NAMED = 24;

    private Likeness() {}

    static Optional<String> nearest(String written, Collection<String> words) {
        int far = Math.max(1, written.length() / 3);
        return words.stream()
                .filter(word -> distance(written, word) <= far)
                .min(Comparator.<String>comparingInt(word -> distance(written, word)).thenComparing(Comparator.naturalOrder()));
    }

    static String list(Collection<String> words) {
        var named = words.stream().sorted().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return words.size() > MOST_NAMED ? named + ", ..." : words.isEmpty() ? "none, for none is in the configuration" : named;
    }

    /** Levenshtein's, with a swap of neighbours as one slip. */
    private static int distance(String from, String to) {
        var rows = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : step(rows, from, to, i, j);
            }
        }
        return rows[from.length()][to.length()];
    }

    private static int step(int[][] rows, String from, String to, int i, int j) {
        int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + same);
        boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
    }
}
