package liveqa.answer;

import java.util.Set;
import java.util.regex.Pattern;
import liveqa.answer.Inquiry.Part;

/**
 * What tells whether a passage answers a sentence, each from 0 to about 1.
 *
 * @param covered the part of the sentence's weight the passage speaks of
 * @param mass the weight itself the passage speaks of: two rare words that meet in one passage are no accident
 * @param second the second heaviest word it speaks of
 * @param headed the part of the weight its heading speaks of
 * @param exact the part it speaks of in the asker's own words
 * @param missesMarked the heaviest subject or object it does not speak of
 * @param missesOther the heaviest other word it does not speak of
 * @param fits 1 when it holds what is asked for (an amount, a time), -1 when not, 0 when nothing such is asked
 * @param allAsked 1 when the question holds all words of the heading
 * @param past 1 when it is about what has happened
 * @param broken the part of its compounds that do not stand so in the passage
 * @param detail the heaviest thing asked of another (XのY) that it does not speak of
 */
record Signs(double covered, double mass, double second, double headed, double exact, double missesMarked, double missesOther, double fits, double allAsked, double past, double broken, double detail) {
    private static final Pattern PAST = Pattern.compile("(?:た|た[かの]|たんですか|ましたか|でしたか)[。?!]*$");
    private static final double RESEMBLES = 0.6;

    static Signs of(Part part, IndexedPassage passage, Set<String> asked) {
        double mass = 0;
        double first = 0;
        double second = 0;
        double headed = 0;
        double exact = 0;
        double missesMarked = 0;
        double missesOther = 0;
        double detail = 0;
        for (var weighed : part.weighed()) {
            var concept = weighed.concept();
            double speaks = Math.max(passage.speaksOf(concept), RESEMBLES * passage.resembles(concept.surface()));
            double covered = speaks * weighed.weight();
            double missed = weighed.weight() - covered;
            mass += covered;
            second = Math.max(second, Math.min(first, covered));
            first = Math.max(first, covered);
            if (passage.isHeadedBy(concept)) headed += weighed.weight();
            if (passage.saysExactly(concept)) exact += weighed.weight();
            if (part.text().contains("の" + concept.surface())) detail = Math.max(detail, missed);
            if (concept.marked()) missesMarked = Math.max(missesMarked, missed);
            else missesOther = Math.max(missesOther, missed);
        }
        double weight = Math.max(Match.LIGHT, part.weight());
        double fits = part.asked().isEmpty() ? 0 : passage.holds().containsAll(part.asked()) ? 1 : -1;
        return new Signs(mass / weight, Math.min(1, mass / 2), second, headed / weight, exact / weight, missesMarked, missesOther, fits, passage.isAllAsked(asked) ? 1 : 0,
                PAST.matcher(part.text()).find() ? 1 : 0, broken(part, passage), detail);
    }

    private static double broken(Part part, IndexedPassage passage) {
        long missing = part.seams().stream().filter(seam -> !passage.pairs().holdsPair(seam, 0)).count();
        return part.seams().isEmpty() ? 0 : (double) missing / part.seams().size();
    }

    /** The probability of an answer, by a logistic regression over the questions of the tuning half (weights rounded). */
    double sure() {
        double sum = -2.5 + 3.4 * covered + 2.4 * mass + 1.75 * second + 1.45 * headed - 3.4 * missesMarked - 1.25 * missesOther + 1.2 * allAsked
                - 2.9 * past - 0.8 * broken - 2 * detail;
        return 1 / (1 + Math.exp(-sum));
    }
}
