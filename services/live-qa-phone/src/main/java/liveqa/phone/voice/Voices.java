package liveqa.phone.voice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import liveqa.phone.talk.Utterance;
import liveqa.phone.words.Language;

/** The voices of each language, the first that can speaks; and what they said before, since most calls hear the same. */
public final class Voices implements Voice {
    private static final System.Logger LOG = System.getLogger("voice");
    /** About eight minutes; what is said in every call is kept besides. */
    private static final int MOST_SAMPLES = 8 * 60 * Sound.RATE;

    private final Map<Language, List<Voice>> voices;
    private final Map<Utterance, Sound> always = new ConcurrentHashMap<>();
    private final SequencedMap<Utterance, Sound> lately = new LinkedHashMap<>(16, 0.75f, true);
    private int latelySamples;

    public Voices(Map<Language, List<Voice>> voices) {
        this.voices = voices;
    }

    @Override
    public Sound speak(Utterance utterance) throws NoVoice, InterruptedException {
        var known = known(utterance);
        if (known != null) return known;
        var sound = spoken(utterance);
        keep(utterance, sound);
        return sound;
    }

    /** Speaks it now and never forgets it. */
    public void prepare(Utterance utterance) throws NoVoice, InterruptedException {
        always.put(utterance, spoken(utterance));
    }

    /** Prepares all of it as well as it can; what fails now is tried again when it is needed. */
    public void prepareAll(List<Utterance> all) throws InterruptedException {
        for (var utterance : all) {
            try {
                if (!always.containsKey(utterance)) prepare(utterance);
            } catch (NoVoice e) {
                LOG.log(System.Logger.Level.WARNING, "event=not_prepared text=\"" + utterance.text() + "\" why=\"" + e.getMessage() + "\"");
            }
        }
    }

    private Sound spoken(Utterance utterance) throws NoVoice, InterruptedException {
        var reasons = new ArrayList<String>();
        for (var voice : voices.getOrDefault(utterance.language(), List.of())) {
            try {
                var sound = voice.speak(utterance);
                if (!sound.silent()) return sound;
                reasons.add("what it spoke is silent");
            } catch (NoVoice e) {
                reasons.add(e.getMessage());
            }
        }
        throw new NoVoice(reasons.isEmpty() ? "no voice speaks " + utterance.language().tag() : String.join("; ", reasons));
    }

    private synchronized Sound known(Utterance utterance) {
        var sound = always.get(utterance);
        return sound != null ? sound : lately.get(utterance);
    }

    private synchronized void keep(Utterance utterance, Sound sound) {
        var before = lately.put(utterance, sound);
        latelySamples += sound.samples().length - (before == null ? 0 : before.samples().length);
        while (latelySamples > MOST_SAMPLES) latelySamples -= lately.pollFirstEntry().getValue().samples().length;
    }
}
