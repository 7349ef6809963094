package liveqa.voice;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags of the voice. */
public final class VoiceFlags {
    @Option(names = "--voice", paramLabel = "FILE|off", defaultValue = "/usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice",
            description = "The HTS voice that speaks; off leaves speaking to the browser. Default: ${DEFAULT-VALUE}")
    String voice;

    @Option(names = "--open-jtalk", paramLabel = "PROGRAM", defaultValue = "/usr/bin/open_jtalk", description = "Default: ${DEFAULT-VALUE}")
    Path program;

    @Option(names = "--open-jtalk-dictionary", paramLabel = "DIR", defaultValue = "/var/lib/mecab/dic/open-jtalk/naist-jdic",
            description = "Default: ${DEFAULT-VALUE}")
    Path dictionary;

    @Option(names = "--voice-processes", paramLabel = "N", defaultValue = "2", description = "Sentences synthesised at once, 1 to 16. Default: ${DEFAULT-VALUE}")
    int processes;

    @Option(names = "--voice-seconds", paramLabel = "N", defaultValue = "8", description = "The longest a sentence may take, 1 to 60. Default: ${DEFAULT-VALUE}")
    int seconds;

    @Option(names = "--voice-cache", paramLabel = "MB", defaultValue = "8", description = "Memory for spoken sentences, 4 to 1024. Default: ${DEFAULT-VALUE}")
    int cacheMegabytes;

    @Option(names = "--readings", paramLabel = "FILE", description = "Lines of \"word, reading in kana\", before the bundled ones")
    Path readings;

    /** What is wrong with these flags, or null. */
    public String problem() {
        if (processes < 1 || processes > 16) return "--voice-processes must be from 1 to 16, not " + processes;
        if (seconds < 1 || seconds > 60) return "--voice-seconds must be from 1 to 60, not " + seconds;
        if (cacheMegabytes < 4 || cacheMegabytes > 1024) return "--voice-cache must be from 4 to 1024, not " + cacheMegabytes;
        return null;
    }
}
