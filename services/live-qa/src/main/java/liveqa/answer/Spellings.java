package liveqa.answer;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of the documents by their sound, so that kana (きゅうしょく), a wrong conversion (待機自動) and a lost long vowel (マイナンバカード)
 * become the word that was meant. Only what the documents or the list of synonyms speak of is ever put in.
 */
final class Spellings {
    private static final Pattern HIRAGANA = Pattern.compile("[ぁ-ゖー]{3,}");
    private static final Pattern KATAKANA = Pattern.compile("[ァ-ヺー]{4,}");
    /** A particle that may stand between what came before and the word, or after the word. */
    private static final String BEFORE = "はがをの";
    private static final String PARTICLES = "はがをにのもでとへやかっだ";
    /** Shorter sounds are within too many other words: しょうか is not 消化. */
    private static final int SHORTEST = 4;
    private static final int LONGEST_RUN = 5;
    /** Enough for some hundred pages; beyond it later documents are found by their own spelling only. */
    private static final int MOST = 50_000;

    private final Map<String, String> bySound = new HashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Japanese japanese;

    Spellings(Japanese japanese, Collection<String> normalTexts) {
        this.japanese = japanese;
        normalTexts.forEach(this::learn);
    }

    private void learn(String normal) {
        var words = japanese.all(normal);
        for (int from = 0; from < words.size(); from++) {
            for (int to = from + 1; to <= runEnd(words, from); to++) learn(words.subList(from, to));
        }
    }

    private void learn(List<Word> run) {
        if (known.size() >= MOST) return;
        var surface = surface(run);
        var sound = sound(run);
        known.add(surface);
        if (sound.length() < SHORTEST - 1 || surface.codePoints().allMatch(c -> Text.isHiragana((char) c))) return;
        int times = seen.merge(surface, 1, Integer::sum);
        bySound.merge(sound, surface, (earlier, now) -> times > seen.getOrDefault(earlier, 0) ? now : earlier);
    }

    /** Where a run of nouns that stand side by side ends; at {@code from} itself where there is none. */
    private static int runEnd(List<Word> words, int from) {
        int end = from;
        while (end < words.size() && end - from < LONGEST_RUN && isPartOfNoun(words.get(end))
                && (end == from || words.get(end).from() == words.get(end - 1).to())) {
            end++;
        }
        return end;
    }

    private static boolean isPartOfNoun(Word word) {
        return word.kind() != null && word.kind() != Word.Kind.VERB;
    }

    private static String surface(List<Word> run) {
        var surface = new StringBuilder();
        run.forEach(word -> surface.append(word.surface()));
        return surface.toString();
    }

    private static String sound(List<Word> run) {
        var sound = new StringBuilder();
        run.forEach(word -> sound.append(word.reading()));
        return sound(sound.toString());
    }

    private static String sound(String kana) {
        return Text.katakana(kana).replace("ー", "").replace("フォ", "ホ").replace("ヴ", "ブ").replace("ヂ", "ジ").replace("ヅ", "ズ");
    }

    /** The normalised question with what it meant by its kana and its wrong conversions. */
    String respelt(String normal) {
        boolean allKana = normal.chars().noneMatch(c -> Text.isKanji((char) c));
        return converted(KATAKANA.matcher(HIRAGANA.matcher(normal).replaceAll(run -> Matcher.quoteReplacement(kana(run.group(), allKana))))
                .replaceAll(run -> Matcher.quoteReplacement(known.contains(run.group()) ? run.group() : bySound.getOrDefault(sound(run.group()), run.group()))));
    }

    private String kana(String run, boolean allKana) {
        var out = new StringBuilder();
        int at = 0;
        boolean mayBegin = true;
        while (at < run.length()) {
            int end = mayBegin ? wordEnd(run, at, at == 0 && allKana ? SHORTEST - 1 : SHORTEST) : at;
            if (end > at) {
                out.append(bySound.get(sound(run.substring(at, end))));
                at = end;
            } else {
                // A word may begin after one particle, nowhere else: inside of other words every sound occurs.
                mayBegin = (at == 0 || mayBegin) && BEFORE.indexOf(run.charAt(at)) >= 0 && (at == 0 || out.length() > 0);
                out.append(run.charAt(at++));
            }
        }
        return out.toString();
    }

    private int wordEnd(String run, int at, int shortest) {
        for (int end = run.length(); end - at >= shortest; end--) {
            boolean ends = end == run.length() || PARTICLES.indexOf(run.charAt(end)) >= 0;
            if (ends && bySound.containsKey(sound(run.substring(at, end)))) return end;
        }
        return at;
    }

    private String converted(String normal) {
        var words = japanese.all(normal);
        var out = new StringBuilder();
        int written = 0;
        for (int from = 0; from < words.size(); from++) {
            for (int to = runEnd(words, from); to > from; to--) {
                var run = words.subList(from, to);
                var meant = meant(run);
                if (meant == null) continue;
                out.append(normal, written, run.getFirst().from()).append(meant);
                written = run.getLast().to();
                from = to - 1;
                break;
            }
        }
        return out.append(normal.substring(written)).toString();
    }

    /** Another word of the same sound that shares a character with a run nobody knows; null when there is none. */
    private String meant(List<Word> run) {
        var surface = surface(run);
        if (run.size() < 2 || known.contains(surface)) return null;
        var sound = sound(run);
        var meant = sound.length() < SHORTEST ? null : bySound.get(sound);
        return meant != null && meant.length() == surface.length() && meant.chars().anyMatch(c -> Text.isKanji((char) c) && surface.indexOf(c) >= 0) ? meant : null;
    }
}
