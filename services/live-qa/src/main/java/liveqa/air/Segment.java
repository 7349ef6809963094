package liveqa.air;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import liveqa.voice.Speech;

/** An item on its way through the air: its sentences, which of them were begun, and when the next ones come. */
final class Segment {
    final Item item;
    final List<Sentence> sentences;
    /** The sounds on their way, one for each sentence. */
    final List<CompletableFuture<Speech>> sounds = new ArrayList<>();
    final List<Cue> cues = new ArrayList<>();
    /** The last sentence that was begun; -1 before the first. */
    int said;
    /** Since when its next sentence is waited for. */
    long waitingSince;

    Segment(Item item, List<Sentence> sentences, int said, long now) {
        this.item = item;
        this.sentences = sentences;
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
        return next() >= sentences.size();
    }

    boolean overAt(long now) {
        return cued() && (cues.isEmpty() || cues.getLast().end() <= now);
    }
}
