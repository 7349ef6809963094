package liveqa.question;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What of a question's text tells whether another asks the same: its pairs of neighbouring letters, and its figures.
 *
 * <p>Alike are two whose pairs agree to four fifths (Jaccard) and whose figures agree altogether: 2026 is not 2027.
 */
record Likeness(String figures, int[] pairs) {
    private static final double ALIKE = 0.8;
    private static final int FEWEST = 4;
    private static final Pattern NOT_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern NOT_FIGURES = Pattern.compile("\\D+");

    static Likeness of(String text) {
        var plain = NOT_WORDS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT)).replaceAll("");
        var pairs = new int[Math.max(0, plain.length() - 1)];
        for (int i = 0; i < pairs.length; i++) pairs[i] = plain.charAt(i) << 16 | plain.charAt(i + 1);
        return new Likeness(NOT_FIGURES.matcher(plain).replaceAll(" "), Arrays.stream(pairs).sorted().distinct().toArray());
    }

    boolean isLike(Likeness other) {
        int most = Math.max(pairs.length, other.pairs.length);
        // The lengths alone often tell, and are quickly compared.
        if (most < FEWEST || Math.min(pairs.length, other.pairs.length) < ALIKE * most) return false;
        return figures.equals(other.figures) && agreement(other) >= ALIKE;
    }

    private double agreement(Likeness other) {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < pairs.length && j < other.pairs.length) {
            int which = Integer.compare(pairs[i], other.pairs[j]);
            if (which == 0) shared++;
            if (which <= 0) i++;
            if (which >= 0) j++;
        }
        return (double) shared / (pairs.length + other.pairs.length - shared);
    }
}
