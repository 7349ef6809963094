package liveqa.air;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import liveqa.setting.Settings;
import liveqa.voice.Speech;

/** An item on its way through the air: its sentences, which of them were begun, and when the next ones come. */
final class Segment {
    Item item;
    final List<Sentence> sentences;
    /** The sounds on their way, one for each sentence. */
    final List<CompletableFuture<Speech>> sounds = new ArrayList<>();
    final List<Cue> cues = new ArrayList<>();
    /** The last sentence that was begun; -1 before the first. */
    int said;
    /** Since when its next sentence is waited for. */
    long waitingSince;
    /** More of its answer may come. */
    boolean growing;
    /** It stood half said when an earlier run ended: its sentences are told a second time, and not taken. */
    boolean resumed;
    /** The whole answer, until it is taken over. */
    private Item whole;

    Segment(Item item, List<Sentence> sentences, int said, long now) {
        this.item = item;
        this.sentences = new ArrayList<>(sentences);
        this.said = said;
        this.waitingSince = now;
    }

    boolean begun() {
        return said >= 0;
    }

    /** The sentence that is to get its cue next, which may be behind the last. */
    int next() {
        return cues.isEmpty() ? said + 1 : cues.getLast().index() + 1;
    }

    boolean cued() {
        return !growing && next() >= sentences.size();
    }

    boolean overAt(long now) {
        return cued() && (cues.isEmpty() || cues.getLast().end() <= now);
    }

    /** How long everything known of it has been said, in milliseconds; 0 while there is something to say. */
    long stalledFor(long now) {
        if (!growing || next() < sentences.size()) return 0;
        return now - (cues.isEmpty() ? waitingSince : Math.max(waitingSince, cues.getLast().end()));
    }

    void grow(Item piece, Settings.Edition settings) {
        if (!growing || resumed) return;
        sentences.addAll(Script.rest(piece, piece.answer(), settings));
        item = item.and(piece.answer());
    }

    void becomes(Item wholeItem) {
        whole = wholeItem;
    }

    /** Takes over the whole answer, once there is one. What was said stands; what it says beyond that is still to be said. */
    void complete(Settings.Edition settings) {
        if (whole == null) return;
        if (whole.answer().startsWith(item.answer())) sentences.addAll(Script.rest(whole, whole.answer().substring(item.answer().length()), settings));
        else replaceUnsaid(settings);
        item = whole;
        whole = null;
        growing = false;
    }

    /** The whole answer is another one than what was said of it so far: given by hand, or by a later run. */
    private void replaceUnsaid(Settings.Edition settings) {
        boolean unsaid = next() == 0;
        int from = unsaid ? 0 : next();
        sentences.subList(from, sentences.size()).clear();
        if (sounds.size() > from) sounds.subList(from, sounds.size()).clear();
        if (Script.wanted(whole, settings)) sentences.addAll(unsaid ? Script.of(whole, settings) : Script.rest(whole, whole.answer(), settings));
    }

    /** Has those sentences spoken that are not on their way yet. */
    void order(Function<Sentence, CompletableFuture<Speech>> voice, long now) {
        if (!sounds.isEmpty() && sounds.size() < sentences.size()) waitingSince = now;
        while (sounds.size() < sentences.size()) sounds.add(voice.apply(sentences.get(sounds.size())));
    }
}
