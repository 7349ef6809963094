package liveqa.voice;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of the program {@code open_jtalk} for each sentence.
 *
 * <p>Sound and trace come through pipes, so that a run that goes wrong can fill no disk; each is read to its limit and then
 * the program is ended, as it is when its time is over.
 */
record OpenJtalk(Path program, Path dictionary, Path voice, Duration limit) {
    /** A minute of sound at 48 kHz. */
    private static final int MOST_SOUND = 60 * 96_000;
    private static final int MOST_TRACE = 2 << 20;
    private static final Duration SHORTEST = Duration.ofMillis(60);

    /** What one run brought: the sound as it came, and the phonemes. */
    record Spoken(Wav.Sound sound, List<Mouth.Phoneme> phonemes) {}

    Spoken say(String text, double speed) throws VoiceFailure, InterruptedException {
        var process = started(speed);
        try {
            return said(process, text);
        } catch (IOException e) {
            throw new VoiceFailure("open_jtalk: " + e.getMessage());
        } finally {
            // Nobody waits for what a program that was cut off might still do.
            process.destroyForcibly();
        }
    }

    private Process started(double speed) throws VoiceFailure {
        var rate = String.format(Locale.ROOT, "%.2f", speed);
        try {
            return new ProcessBuilder(program.toString(), "-x", dictionary.toString(), "-m", voice.toString(), "-r", rate,
                    "-ow", "/dev/stdout", "-ot", "/dev/stderr").start();
        } catch (IOException e) {
            throw new VoiceFailure("open_jtalk cannot be started: " + e.getMessage());
        }
    }

    private Spoken said(Process process, String text) throws IOException, VoiceFailure, InterruptedException {
        var sound = CompletableFuture.supplyAsync(() -> atMost(MOST_SOUND, process.getInputStream(), process), OpenJtalk::apart);
        var trace = CompletableFuture.supplyAsync(() -> atMost(MOST_TRACE, process.getErrorStream(), process), OpenJtalk::apart);
        apart(() -> give(text, process));
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) throw new VoiceFailure("open_jtalk did not finish within " + limit.toSeconds() + " s");
        var heard = read(sound);
        if (process.exitValue() != 0) throw new VoiceFailure("open_jtalk ended with code " + process.exitValue() + lastWords(read(trace)));
        return checked(Wav.read(heard), Mouth.phonemes(new String(read(trace), StandardCharsets.UTF_8)));
    }

    private static Spoken checked(Wav.Sound sound, List<Mouth.Phoneme> phonemes) throws VoiceFailure {
        if (sound.samples().length < SHORTEST.toMillis() * sound.rate() / 1000) throw new VoiceFailure("open_jtalk gave " + sound.samples().length + " samples: nothing to hear");
        return new Spoken(sound, phonemes);
    }

    private static void apart(Runnable work) {
        Thread.ofVirtual().name("open-jtalk").start(work);
    }

    private static void give(String text, Process process) {
        try (var in = process.getOutputStream()) {
            in.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it had read; its exit code says more than this does.
            System.getLogger("voice").log(System.Logger.Level.DEBUG, "open_jtalk did not take its text", e);
        }
    }

    private static byte[] atMost(int limit, InputStream in, Process process) {
        try {
            var read = in.readNBytes(limit + 1);
            if (read.length <= limit) return read;
            process.destroyForcibly();
            throw new IllegalStateException("open_jtalk gave more than " + limit + " bytes");
        } catch (IOException e) {
            throw new IllegalStateException("open_jtalk was cut off: " + e.getMessage(), e);
        }
    }

    private static byte[] read(CompletableFuture<byte[]> pipe) throws VoiceFailure, InterruptedException {
        try {
            return pipe.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new VoiceFailure(e.getCause().getMessage());
        } catch (TimeoutException _) {
            throw new VoiceFailure("open_jtalk ended, but a child of it holds its output open");
        }
    }

    private static String lastWords(byte[] said) {
        var text = new String(said, 0, Math.min(200, said.length), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + text.lines().findFirst().orElse("");
    }
}
