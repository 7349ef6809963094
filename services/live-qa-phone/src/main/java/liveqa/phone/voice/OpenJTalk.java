package liveqa.phone.voice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import liveqa.phone.talk.Utterance;

/** Open JTalk on this machine, for when live-qa gives no speech. */
public record OpenJTalk(String program, Path dictionary, Path voices) implements Voice {
    private static final Path DICTIONARY = Path.of("/var/lib/mecab/dic/open-jtalk/naist-jdic");
    private static final Path VOICES = Path.of("/usr/share/hts-voice");
    /** It reads one line of at most 1023 bytes, and a character may take three of them. */
    private static final int LONGEST = 300;

    public static OpenJTalk installed() {
        return new OpenJTalk("open_jtalk", DICTIONARY, VOICES);
    }

    @Override
    public Sound speak(Utterance utterance) throws NoVoice, InterruptedException {
        if (!Files.isDirectory(dictionary)) throw new NoVoice("Open JTalk: no dictionary at " + dictionary + " (package open-jtalk-mecab-naist-jdic)");
        var voice = voice().orElseThrow(() -> new NoVoice("Open JTalk: no voice (*.htsvoice) under " + voices + " (package hts-voice-nitech-jp-atr503-m001)"));
        var program = new Program(List.of(this.program, "-x", dictionary.toString(), "-m", voice.toString(), "-ow", "/dev/stdout"));
        var sound = new Sound(new short[0]);
        for (var part : parts(utterance.text())) sound = sound.then(program.speak(part));
        return sound;
    }

    private Optional<Path> voice() throws NoVoice {
        if (!Files.isDirectory(voices)) return Optional.empty();
        try (var files = Files.walk(voices, 3)) {
            return files.filter(file -> file.toString().endsWith(".htsvoice")).min(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new NoVoice("Open JTalk: " + voices + " cannot be read: " + e, e);
        }
    }

    /** Sentences, joined while they fit. */
    static List<String> parts(String text) {
        var parts = new ArrayList<String>();
        for (var sentence : text.replaceAll("\\s+", " ").strip().split("(?<=[。！？!?])")) {
            var last = parts.isEmpty() ? "" : parts.getLast();
            if (!parts.isEmpty() && last.length() + sentence.length() <= LONGEST) parts.set(parts.size() - 1, last + sentence);
            else for (int at = 0; at < sentence.length(); at += LONGEST) parts.add(sentence.substring(at, Math.min(at + LONGEST, sentence.length())));
        }
        return parts;
    }
}
