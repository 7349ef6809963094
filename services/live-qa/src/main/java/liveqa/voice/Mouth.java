package liveqa.voice;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The shapes of the mouth over a sentence, from the phonemes that Open JTalk says it spoke and when. */
public final class Mouth {
    /** Begin and end in units of 100 ns, then the label, whose phoneme stands between - and +. */
    private static final Pattern LINE = Pattern.compile("^(\\d{1,12}) (\\d{1,12}) [^-]{1,20}-([A-Za-z]{1,3})\\+");
    private static final int MOST = 2_000;

    private Mouth() {}

    /** One phoneme: from and to in milliseconds. */
    record Phoneme(int from, int to, String name) {
        boolean silent() {
            return name.equals("sil") || name.equals("pau");
        }
    }

    static List<Phoneme> phonemes(String trace) {
        var phonemes = new ArrayList<Phoneme>();
        for (var line : trace.split("\n")) {
            var found = LINE.matcher(line);
            if (found.find() && phonemes.size() < MOST) {
                phonemes.add(new Phoneme((int) (Long.parseLong(found.group(1)) / 10_000), (int) (Long.parseLong(found.group(2)) / 10_000), found.group(3)));
            }
        }
        return phonemes;
    }

    /** Such as {@code "0x 60a 130i"}: from that millisecond on this shape; x is closed, n a narrow gap, s at rest. */
    static String shapes(List<Phoneme> phonemes, int trimmed) {
        var shapes = new StringBuilder();
        char before = 0;
        for (var phoneme : phonemes) {
            char shape = shape(phoneme);
            if (shape == before) continue;
            shapes.append(shapes.isEmpty() ? "" : " ").append(Math.max(0, phoneme.from() - trimmed)).append(shape);
            before = shape;
        }
        return shapes.toString();
    }

    private static char shape(Phoneme phoneme) {
        if (phoneme.silent()) return 's';
        char first = phoneme.name().charAt(0);
        if ("aiueo".indexOf(first) >= 0) return first;
        // Unvoiced vowels are written large: the lips stay, the voice does not.
        if (first == 'I' || first == 'U') return 'n';
        return first == 'm' || first == 'b' || first == 'p' ? 'x' : first == 'w' || first == 'f' ? 'u' : 'n';
    }
}
