package koboshi.lesson;

import java.util.List;
import java.util.Locale;
import koboshi.action.Verb;

/** Verbs as a runbook writes them. */
final class Verbs {
    static final List<String> ALL = Keywords.all(Verb.values());

    private Verbs() {}

    static Verb of(String word) {
        return Verb.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static Verb read(Sentence sentence) throws Unreadable {
        return of(sentence.oneOf(ALL));
    }
}
