package koboshi.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what somebody probably meant to write. */
public final class Spelling {
    private static final int LONGEST = 64;
    private static final int MOST_NAMED = 24;

    private Spelling() {}

    /** The candidate most like what was written, if any is like enough: about one slip in three letters. */
    public static Optional<String> nearest(String written, Collection<String> candidates) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        int far = written.length() < 2 ? 0 : Math.max(1, Math.min(3, written.length() / 3));
        return candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - written.length()) <= far)
                .filter(candidate -> distance(plain(written), plain(candidate)) <= far)
                .min(Comparator.<String>comparingInt(candidate -> distance(written, candidate)).thenComparing(Comparator.naturalOrder()));
    }

    /** {@code a, b, c}; long lists end in an ellipsis. */
    static String list(Collection<String> names) {
        var named = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMED ? named + ", ..." : named;
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    static int distance(String from, String to) {
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
