package liveqa.preflight;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How far two words are apart: insertions, deletions, exchanges, and two neighbours swapped, each one step (optimal string alignment). */
final class Spelling {
    private Spelling() {}

    static int distance(String a, String b) {
        var d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) d[i][0] = i;
        for (int j = 0; j <= b.length(); j++) d[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int exchange = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + exchange);
                boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }

    /** The known word nearest to this one, if it is near enough to be meant. */
    static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream().filter(each -> distance(word, each) <= Math.max(2, each.length() / 3)).min(Comparator.comparingInt(each -> distance(word, each)));
    }

    /** Whether a tired person takes the one for the other: 0 and O, 1 and l and I, 5 and S, rn and m look alike; one step apart reads alike. */
    static boolean confusable(String a, String b) {
        return distance(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT)) <= 1 || shape(a).equals(shape(b));
    }

    private static String shape(String name) {
        return name.toLowerCase(Locale.ROOT).replace("rn", "m").replace("vv", "w").replace("cl", "d").replaceAll("[1i|]", "l").replace('0', 'o')
                .replace('5', 's')
                .replace('8', 'b').replace('2', 'z').replaceAll("[-_.]", "");
    }
}
