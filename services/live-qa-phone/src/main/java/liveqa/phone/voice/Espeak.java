package liveqa.phone.voice;

import java.util.List;
import liveqa.phone.talk.Utterance;

/** The English voice, where espeak-ng is installed. It reads kanji badly and is not asked to. */
public record Espeak(String program) implements Voice {
    @Override
    public Sound speak(Utterance utterance) throws NoVoice, InterruptedException {
        return new Program(List.of(program, "-v", "en-us", "-s", "150", "--stdout")).speak(utterance.text());
    }
}
