package liveqa.air;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import liveqa.setting.Settings;
import liveqa.voice.Speech;

/**
 * What is spoken now, where it stands, and what comes next; one thread, the moment an argument.
 *
 * <p>The item on air and the one behind it have cues by the server's clock. A page that hears nothing of the server for a while
 * plays on by them, and so do several pages in step.
 */
final class Programme {
    static final int MOST_WAITING = 100;
    private static final int TOLD = 20;
    private static final int KNOWN = 2_000;
    /** Pages need this long to fetch a sound before it begins. */
    private static final long LEAD = 500;
    private static final long PAUSE = 280;
    /** A sentence whose sound is not there by then is left to the browser. */
    private static final long PATIENCE = 2_500;
    /** Marked as begun this long before, so that what may have been heard is on the disk. */
    private static final long AHEAD = 120;
    /** A page may be ahead of us by as much as it can have had in store, and may have fallen silent long ago. */
    private static final long FARTHEST_AHEAD = 120_000;
    private static final long FARTHEST_BACK = 86_400_000;

    /** An answer whose rest does not come ends with what was said of it: nobody waits longer for an answer than this. */
    private static final long STALLED = 60_000;

    final ArrayDeque<Item> waiting = new ArrayDeque<>();
    /** The item on air, and the next. */
    final ArrayDeque<Segment> lineup = new ArrayDeque<>();
    final ArrayDeque<Item> told = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();
    private final ArrayDeque<String> knownInOrder = new ArrayDeque<>();
    private final Spoken spoken;
    private final long longestWait;
    /** Those of whose answer only a part is known. */
    private final Set<String> growing = new HashSet<>();
    private final ArrayDeque<Item> pieces = new ArrayDeque<>();
    /** The last item that was cut off: pages fall silent at once. */
    String skipped = "";
    /** When the last item that was told ended, so that the next keeps its distance. */
    private long lastEnd;
    /** Grows with every change that pages or the disk must hear of. */
    long changes;

    /** Answers that have waited for {@code longestWait} give way to younger ones. */
    Programme(Spoken spoken, Duration longestWait) {
        this.spoken = spoken;
        this.longestWait = longestWait.toMillis();
    }

    /** Puts the item at the end, unless it was here before; the oldest that waits makes room when there are too many. */
    void add(Item item) {
        if (growing.remove(item.id())) complete(item);
        else if (remember(item.id())) enter(item);
        else return;
        changes++;
    }

    private void enter(Item item) {
        waiting.addLast(item);
        if (waiting.size() > MOST_WAITING) giveWay();
    }

    private void giveWay() {
        var oldest = waiting.removeFirst();
        growing.remove(oldest.id());
        spoken.shownOnly(oldest.id());
        changes++;
    }

    private void complete(Item whole) {
        segment(whole.id()).ifPresent(segment -> segment.becomes(whole));
        replace(whole.id(), _ -> whole);
    }

    private Optional<Segment> segment(String id) {
        return lineup.stream().filter(segment -> segment.item.id().equals(id)).findFirst();
    }

    /** An item that waits keeps its place. */
    private void replace(String id, UnaryOperator<Item> with) {
        var all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(item -> waiting.addLast(item.id().equals(id) ? with.apply(item) : item));
    }

    /** A sentence of an answer that is still being given: it is said when its turn comes, before the rest is known. */
    void partly(Item piece) {
        if (segment(piece.id()).isPresent()) pieces.addLast(piece);
        else if (growing.contains(piece.id())) replace(piece.id(), item -> item.and(piece.answer()));
        else if (remember(piece.id())) {
            growing.add(piece.id());
            enter(piece);
        }
        changes++;
    }

    boolean isGrowing(Item item) {
        return growing.contains(item.id());
    }

    boolean isUnsaidPart(String id) {
        return growing.contains(id) && segment(id).filter(Segment::begun).isEmpty();
    }

    /** One that an earlier run left half said: its answer is given once more, and then said to its end. */
    void resume(Segment segment) {
        segment.growing = true;
        segment.resumed = true;
        growing.add(segment.item.id());
        lineup.addLast(segment);
    }

    boolean remember(String id) {
        if (!known.add(id)) return false;
        knownInOrder.addLast(id);
        if (knownInOrder.size() > KNOWN) known.remove(knownInOrder.removeFirst());
        return true;
    }

    Collection<String> known() {
        return knownInOrder;
    }

    /** Takes an item back that is not on air yet. */
    void withdraw(String id) {
        boolean removed = waiting.removeIf(item -> item.id().equals(id)) | lineup.removeIf(segment -> !segment.begun() && segment.item.id().equals(id));
        if (!removed) return;
        growing.remove(id);
        known.remove(id);
        knownInOrder.remove(id);
        spoken.unspoken(id, "withdrawn");
        changes++;
    }

    /** Ends the item on air; what is being said is cut off by the pages. */
    void skip(String id) {
        var first = lineup.peekFirst();
        if (first == null || !first.item.id().equals(id)) return;
        lineup.removeFirst();
        growing.remove(id);
        tell(first.item);
        lastEnd = 0;
        spoken.unspoken(id, "skipped");
        skipped = id;
        lineup.forEach(segment -> segment.cues.clear());
        changes++;
    }

    private void tell(Item item) {
        told.addFirst(item);
        if (told.size() > TOLD) told.removeLast();
    }

    /** What the settings and the voice are at the moment. */
    record Circumstances(Settings.Edition settings, Function<Sentence, CompletableFuture<Speech>> voice, boolean heard) {
        boolean speaking() {
            return heard && !settings.on("paused");
        }
    }

    /** Moves on to {@code now}. */
    void advance(long now, Circumstances in) {
        grow(now, in.settings());
        markBegun(now);
        finish(now);
        if (in.speaking()) while (!waiting.isEmpty() && now - waiting.peekFirst().readyAt().toEpochMilli() > longestWait) giveWay();
        fill(now, in);
        if (in.speaking()) lineup.forEach(segment -> cue(segment, now, in));
        else stopAfterThisSentence(now);
    }

    private void grow(long now, Settings.Edition settings) {
        for (var piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            var grown = piece;
            segment(piece.id()).ifPresent(segment -> segment.grow(grown, settings));
        }
        lineup.forEach(segment -> segment.complete(settings));
        var first = lineup.peekFirst();
        if (first != null && first.stalledFor(now) > STALLED && growing.remove(first.item.id())) first.growing = false;
    }

    private void markBegun(long now) {
        for (var segment : lineup) {
            for (var cue : segment.cues) {
                if (cue.index() <= segment.said || cue.at() - AHEAD > now) continue;
                if (!segment.begun()) spoken.begun(segment.item.id(), segment.item.readyAt(), Instant.ofEpochMilli(cue.at()));
                segment.said = cue.index();
                changes++;
            }
        }
    }

    private void finish(long now) {
        while (!lineup.isEmpty() && lineup.peekFirst().begun() && lineup.peekFirst().overAt(now)) {
            var over = lineup.removeFirst();
            tell(over.item);
            if (!over.cues.isEmpty()) lastEnd = over.cues.getLast().end();
            spoken.finished(over.item.id(), Instant.ofEpochMilli(now));
            changes++;
        }
    }

    private void fill(long now, Circumstances in) {
        while (lineup.size() < 2 && !waiting.isEmpty()) {
            var item = waiting.removeFirst();
            changes++;
            var sentences = Script.wanted(item, in.settings()) ? Script.of(item, in.settings()) : List.<Sentence>of();
            if (sentences.isEmpty()) leaveOut(item);
            else {
                var segment = new Segment(item, sentences, -1, now);
                segment.growing = isGrowing(item);
                lineup.addLast(segment);
            }
        }
        lineup.forEach(segment -> segment.order(in.voice(), now));
    }

    private void leaveOut(Item item) {
        tell(item);
        spoken.unspoken(item.id(), "unwanted");
    }

    private void cue(Segment segment, long now, Circumstances in) {
        while (segment.next() < segment.sentences.size()) {
            long from = freeFrom(segment, in);
            var sound = segment.sounds.get(segment.next());
            if (from < 0 || !sound.isDone() && now < Math.max(from, segment.waitingSince) + PATIENCE) return;
            segment.cues.add(cue(segment, Math.max(from, now + LEAD), sound));
            changes++;
        }
    }

    /** When the air is free for its next sentence; negative while that is not known. */
    private long freeFrom(Segment segment, Circumstances in) {
        if (!segment.cues.isEmpty()) return segment.cues.getLast().end() + PAUSE;
        var first = lineup.peekFirst();
        if (segment == first) return lastEnd == 0 ? 0 : lastEnd + in.settings().whole("gap");
        return first.cued() && !first.cues.isEmpty() ? first.cues.getLast().end() + in.settings().whole("gap") : -1;
    }

    private Cue cue(Segment segment, long at, CompletableFuture<Speech> sound) {
        int index = segment.next();
        var speech = sound.isDone() && !sound.isCompletedExceptionally() ? sound.join() : null;
        return speech == null ? new Cue(index, at, segment.sentences.get(index).guessedMillis(), "", "") : new Cue(index, at, speech.millis(), speech.key(), speech.mouth());
    }

    private void stopAfterThisSentence(long now) {
        for (var segment : lineup) {
            if (segment.cues.removeIf(cue -> cue.index() > segment.said)) changes++;
            segment.waitingSince = now;
        }
    }

    /** Where a page says it is, having played on by itself. */
    record Claim(String item, int index, long at, int millis) {}

    /** Believed when it is possible and ahead of what we know; then we go on from there. */
    void believe(Claim claim, long now) {
        boolean possible = claim.millis() >= 0 && claim.millis() <= 60_000 && claim.at() - now < FARTHEST_AHEAD && now - claim.at() < FARTHEST_BACK;
        var claimed = lineup.stream().filter(segment -> segment.item.id().equals(claim.item())).findFirst();
        if (!possible || claimed.isEmpty() || claim.index() >= claimed.get().sentences.size() || claim.index() <= claimed.get().said) return;
        goOnAt(claimed.get(), claim);
        changes++;
    }

    private void goOnAt(Segment segment, Claim claim) {
        while (lineup.peekFirst() != segment) {
            var over = lineup.removeFirst();
            tell(over.item);
            spoken.finished(over.item.id(), Instant.ofEpochMilli(claim.at()));
        }
        if (!segment.begun()) spoken.begun(segment.item.id(), segment.item.readyAt(), Instant.ofEpochMilli(claim.at()));
        lineup.forEach(one -> one.cues.clear());
        segment.said = claim.index();
        segment.cues.add(new Cue(claim.index(), claim.at(), claim.millis(), "", ""));
        segment.waitingSince = claim.at();
    }

    /** All that still has to be said, nearest first. */
    List<Item> toCome() {
        var all = new ArrayList<Item>();
        lineup.forEach(segment -> all.add(segment.item));
        all.addAll(waiting);
        return all;
    }
}
