package liveqa.phone.voice;

import java.io.IOException;
import java.time.Duration;
import liveqa.phone.asking.LiveQa;
import liveqa.phone.talk.Utterance;

/** The voice live-qa speaks with. */
public record LiveQaVoice(LiveQa liveQa) implements Voice {
    private static final int LARGEST = 8 * 1024 * 1024;
    private static final Duration WITHIN = Duration.ofSeconds(20);

    @Override
    public Sound speak(Utterance utterance) throws NoVoice, InterruptedException {
        try {
            return Wav.read(liveQa.speech(utterance.text(), Sound.RATE, LARGEST, WITHIN));
        } catch (IOException e) {
            throw new NoVoice("live-qa's /speech: " + e.getMessage(), e);
        }
    }
}
