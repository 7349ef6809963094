package liveqa;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Skips, loudly, what cannot be tried without the voice. */
final class SpeechNeeded {
    private SpeechNeeded() {}

    static void check() {
        Stream.of("/usr/bin/open_jtalk open-jtalk", "/var/lib/mecab/dic/open-jtalk/naist-jdic open-jtalk-mecab-naist-jdic",
                "/usr/share/hts-voice/nitech-jp-atr503-m001 hts-voice-nitech-jp-atr503-m001").map(line -> line.split(" ")).forEach(needed -> {
                    if (!Files.exists(Path.of(needed[0]))) Assumptions.abort("needs the package " + needed[1]);
                });
    }
}
