package liveqa.phone.voice;

import liveqa.phone.talk.Utterance;

/** Turns words into sound. */
public interface Voice {
    /** @throws NoVoice with why it cannot speak this */
    Sound speak(Utterance utterance) throws NoVoice, InterruptedException;
}
