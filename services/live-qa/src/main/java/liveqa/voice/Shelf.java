package liveqa.voice;

import java.util.LinkedHashMap;
import java.util.Optional;

/** Spoken sentences, the ones used last kept within a bound of bytes, and the words of some more so that they can be spoken again. */
final class Shelf {
    private static final int MOST_WORDS = 2_000;

    /** What a key stands for. */
    record Words(String text, double speed) {}

    private final LinkedHashMap<String, Speech> spoken = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<String, Words> words = new LinkedHashMap<>(16, 0.75f, true);
    private final long bound;
    private long bytes;

    Shelf(long bound) {
        this.bound = bound;
    }

    synchronized Optional<Speech> find(String key) {
        return Optional.ofNullable(spoken.get(key));
    }

    synchronized Optional<Words> words(String key) {
        return Optional.ofNullable(words.get(key));
    }

    synchronized void note(String key, Words said) {
        words.put(key, said);
        if (words.size() > MOST_WORDS) words.pollFirstEntry();
    }

    synchronized void put(Speech speech) {
        var before = spoken.put(speech.key(), speech);
        bytes += speech.pcm().length - (before == null ? 0 : before.pcm().length);
        while (bytes > bound && spoken.size() > 1) bytes -= spoken.pollFirstEntry().getValue().pcm().length;
    }
}
