package liveqa.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liveqa.preflight.Fact.Better;

/** Open JTalk with its dictionary and a voice, proven by speaking a word and listening to it. */
final class VoiceCheck implements Check {
    private static final List<String> DICTIONARIES = List.of("/var/lib/mecab/dic/open-jtalk/naist-jdic", "/usr/share/open-jtalk/naist-jdic");
    private static final List<String> VOICES = List.of("/usr/share/hts-voice", "/usr/local/share/hts-voice");
    private static final String VOICE = "/usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice";
    static final String PROGRAM = "sudo apt-get install open-jtalk open-jtalk-mecab-naist-jdic";

    @Override
    public String id() {
        return "voice";
    }

    @Override
    public Words title() {
        return Words.of("声（Open JTalk）", "voice (Open JTalk)");
    }

    @Override
    public Finding look(Host host) throws IOException {
        var wanted = host.intent().voice();
        if ("off".equals(wanted.voice())) return Finding.unprovable(Words.of("--voice off。ブラウザの声が話す（Linux の OBS には声がない）", "--voice off: the browser's own voice speaks (OBS on Linux has none)"));
        var dictionary = wanted.dictionary() != null ? Optional.of(wanted.dictionary()).filter(Files::isDirectory)
                : DICTIONARIES.stream().map(host::path).filter(Files::isDirectory).findFirst();
        if (dictionary.isEmpty()) return Finding.failed(Words.of("読み方の辞書がない", "its dictionary is missing"), Words.same(PROGRAM));
        var voice = wanted.voice() != null ? Path.of(wanted.voice()) : host.path(VOICE);
        if (!Files.isRegularFile(voice)) return voiceless(host, voice);
        return spoken(host, wanted.program(), dictionary.get(), voice).with("voice", voice.getFileName(), Better.SAME);
    }

    private static Finding voiceless(Host host, Path wanted) {
        var other = otherVoice(host);
        return other.isPresent() ? Finding.failed(Words.of("声 %s がない（%s はある）", "there is no voice %s (but %s)", wanted, other.get()),
                Words.same("--voice " + other.get()))
                : Finding.failed(Words.of("声のファイル（.htsvoice）がない。ブラウザの声に頼るが、Linux の OBS には声がない", "there is no voice (.htsvoice); the browser's own would speak instead, and OBS on Linux has none"),
                        voiceRemedy(host));
    }

    private static Optional<Path> otherVoice(Host host) {
        return VOICES.stream().map(host::path).filter(Files::isDirectory).flatMap(VoiceCheck::voicesIn).sorted().findFirst();
    }

    private static Stream<Path> voicesIn(Path folder) {
        try (var files = Files.walk(folder, 4)) {
            return files.filter(file -> file.toString().endsWith(".htsvoice")).toList().stream();
        } catch (IOException _) {
            return Stream.empty(); // A folder we may not look into holds no voice we could use.
        }
    }

    /** The voice is not in the main part of the distributions: it lies in contrib or non-free of Debian, by release, and in multiverse of Ubuntu. */
    private static Words voiceRemedy(Host host) {
        var install = "sudo apt-get update && sudo apt-get install hts-voice-nitech-jp-atr503-m001";
        return Words.same(host.isUbuntu() ? "sudo add-apt-repository -y multiverse && " + install
                : "echo 'deb http://deb.debian.org/debian " + codename(host)
                        + " contrib non-free' | sudo tee /etc/apt/sources.list.d/live-qa-voice.list && " + install);
    }

    private static String codename(Host host) {
        return host.text("/etc/os-release").orElse("").lines().filter(line -> line.startsWith("VERSION_CODENAME=")).map(line -> line.substring(17))
                .findFirst().orElse("stable");
    }

    private static Finding spoken(Host host, String program, Path dictionary, Path voice) throws IOException {
        var file = Files.createTempFile("live-qa-preflight", ".wav");
        try {
            var started = System.nanoTime();
            var ran = host.programs().run(Programs.SHORT, "こんにちは。\n", program, "-x", dictionary.toString(), "-m", voice.toString(), "-ow", file.toString());
            return switch (ran) {
                case Programs.Missing _ -> Finding.failed(Words.of("%s がない", "%s is not there", program), Words.same(PROGRAM));
                case Programs.Stuck _ -> Finding.failed(Words.of("一言に5秒以上かかった", "one word took longer than five seconds"),
                        Words.of("空いている時に手で試す", "try it by hand when the host is idle"));
                case Programs.Ended(int code, String out) when code != 0 ->
                        Finding.failed(Words.of("話せない: %s", "it does not speak: %s", out.strip().lines().findFirst().orElse("code " + code)),
                        Words.same(PROGRAM));
                case Programs.Ended _ -> heard(Wav.read(file), (System.nanoTime() - started) / 1_000_000);
            };
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Finding heard(Optional<Wav> sound, long millis) {
        if (sound.isEmpty() || sound.get().isSilent()) {
            return Finding.failed(Words.of("話したが、無音", "it spoke, and there was silence"),
                    Words.of("声と辞書を入れ直す: sudo apt-get install --reinstall open-jtalk-mecab-naist-jdic hts-voice-nitech-jp-atr503-m001",
                    "install voice and dictionary again: sudo apt-get install --reinstall open-jtalk-mecab-naist-jdic hts-voice-nitech-jp-atr503-m001"));
        }
        return Finding.passed(Words.of("「こんにちは」が聞こえた（%.1f 秒の音、作るのに %d ミリ秒）", "it was heard to say good day (%.1f s of sound, made in %d ms)", sound.get()
                .seconds(), millis))
                .with("synthesis_ms", millis, Better.LESS);
    }
}
