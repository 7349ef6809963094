package liveqa.answer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
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
    private static final String BEFORE_MIXED = "はがをにのもでとへや";
    private static final Pattern KANJI = Pattern.compile("\\p{IsHan}{1,4}");
    /** Shorter sounds are within too many other words: しょうか is not 消化. */
    private static final int SHORTEST = 4;
    private static final int LONGEST_RUN = 5;
    /** Enough for some hundred pages; beyond it later documents are found by their own spelling only. */
    private static final int MOST = 50_000;

    private final Map<String, String> bySound = new HashMap<>();
    /** The same without voicing, since ひ難所 is read with another sound than 避難所. */
    private final Map<String, List<String>> byPlainSound = new HashMap<>();
    /** By what is left of a word when one character is taken away. */
    private final Map<String, Set<String>> byRest = new HashMap<>();
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
        if (times == 1) learnNew(surface, sound);
        bySound.merge(sound, surface, (earlier, now) -> times > seen.getOrDefault(earlier, 0) ? now : earlier);
    }

    private void learnNew(String surface, String sound) {
        byPlainSound.computeIfAbsent(plain(sound), _ -> new ArrayList<>(1)).add(surface);
        if (surface.length() < 3 || surface.length() > 6 || !surface.chars().allMatch(c -> Text.isKanji((char) c))) return;
        for (int at = 0; at < surface.length(); at++) byRest.computeIfAbsent(without(surface, at), _ -> new HashSet<>(2)).add(surface);
    }

    private static String without(String word, int at) {
        return word.substring(0, at) + "_" + word.substring(at + 1);
    }

    private static String plain(String sound) {
        return Normalizer.normalize(sound, Normalizer.Form.NFD).replaceAll("[\\u3099\\u309a]", "");
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

    /** Kanji with some of its word in kana: ひ難所, 食りょう. The word must hold these kanji, and sound so. */
    private String mixed(String normal) {
        var out = new StringBuilder();
        int written = 0;
        for (var kanji : KANJI.matcher(normal).results().toList()) {
            var meant = kanji.start() < written ? null : mixed(normal, kanji);
            if (meant == null) continue;
            out.append(normal, written, meant.from()).append(meant.word());
            written = meant.to();
        }
        return out.append(normal.substring(written)).toString();
    }

    private record Meant(int from, int to, String word) {}

    private Meant mixed(String normal, MatchResult kanji) {
        var reading = sound(japanese.all(kanji.group()));
        for (int before = hiragana(normal, kanji.start() - 1, -1); before >= 0; before--) {
            for (int behind = hiragana(normal, kanji.end(), 1); behind >= 0; behind--) {
                int from = kanji.start() - before;
                int to = kanji.end() + behind;
                if (before + behind == 0 || known.contains(normal.substring(from, to)) || !standsAlone(normal, from, to)) continue;
                var sound = plain(sound(normal.substring(from, kanji.start()) + reading + normal.substring(kanji.end(), to)));
                var word = byPlainSound.getOrDefault(sound, List.of()).stream().filter(one -> one.contains(kanji.group()) && one.length() > kanji.group().length()).findFirst();
                if (word.isPresent() && sound.length() >= SHORTEST) return new Meant(from, to, word.get());
            }
        }
        return null;
    }

    private static boolean standsAlone(String normal, int from, int to) {
        boolean begins = from == 0 || !Text.isHiragana(normal.charAt(from)) || !Text.isHiragana(normal.charAt(from - 1)) || BEFORE_MIXED.indexOf(normal.charAt(from - 1)) >= 0;
        boolean ends = to == normal.length() || !Text.isHiragana(normal.charAt(to - 1)) || !Text.isHiragana(normal.charAt(to)) || PARTICLES.indexOf(normal.charAt(to)) >= 0;
        return begins && ends;
    }

    /** How many hiragana stand there, three at most. */
    private static int hiragana(String text, int at, int step) {
        int count = 0;
        while (count < 3 && at >= 0 && at < text.length() && Text.isHiragana(text.charAt(at))) {
            count++;
            at += step;
        }
        return count;
    }

    /** The normalised question with what it meant by its kana and its wrong conversions. */
    String respelt(String asked) {
        var normal = mixed(asked);
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
        var alike = soundsAlike(run, surface);
        return alike != null ? alike : mistyped(run, surface);
    }

    /** Lone characters side by side are the debris of a word; when just one known word differs by one of them, it was meant (償学金). */
    private String mistyped(List<Word> run, String surface) {
        int lone = 0;
        for (var word : run) {
            boolean debris = word.surface().length() == 1 && Text.isKanji(word.surface().charAt(0));
            if (debris) lone++;
            else break;
        }
        if (lone < 2) return null;
        var found = new HashSet<String>();
        for (int at = 0; at < lone; at++) found.addAll(byRest.getOrDefault(without(surface, at), Set.of()));
        return found.size() == 1 ? found.iterator().next() : null;
    }

    private String soundsAlike(List<Word> run, String surface) {
        var sound = sound(run);
        var meant = sound.length() < SHORTEST ? null : bySound.get(sound);
        return meant != null && meant.length() == surface.length() && meant.chars().anyMatch(c -> Text.isKanji((char) c) && surface.indexOf(c) >= 0) ? meant : null;
    }
}
