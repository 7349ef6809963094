package liveqa.answer;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The pairs of neighbouring characters of some texts, four bytes each: what remains of a word when a letter of it is wrong. */
final class Pairs {
    private final int[] sorted;

    Pairs(String... texts) {
        this.sorted = Arrays.stream(texts).flatMapToInt(Pairs::of).sorted().distinct().toArray();
    }

    private static IntStream of(String text) {
        return IntStream.range(0, Math.max(0, text.length() - 1)).map(at -> packed(text, at));
    }

    private static int packed(String text, int at) {
        return text.charAt(at) << 16 | text.charAt(at + 1);
    }

    boolean holdsPair(String text, int at) {
        return Arrays.binarySearch(sorted, packed(text, at)) >= 0;
    }
}
