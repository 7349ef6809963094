package liveqa.phone.voice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that reads a text and writes a WAV file, each on its pipe; ended when it takes too long or writes too much. */
record Program(List<String> command) {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final int LARGEST = 16 * 1024 * 1024;

    Sound speak(String text) throws NoVoice, InterruptedException {
        var process = started();
        try {
            var reading = new FutureTask<>(() -> process.getInputStream().readNBytes(LARGEST + 1));
            Thread.ofVirtual().start(reading);
            write(process, text);
            var wav = reading.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            if (wav.length > LARGEST) throw new NoVoice(name() + " wrote more than " + LARGEST + " bytes");
            if (wav.length == 0) throw new NoVoice(name() + " wrote nothing");
            return Wav.read(wav);
        } catch (ExecutionException e) {
            throw new NoVoice(name() + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new NoVoice(name() + " was not done after " + WITHIN.toSeconds() + " s", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process started() throws NoVoice {
        try {
            return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new NoVoice(name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static void write(Process process, String text) throws NoVoice {
        try (var out = process.getOutputStream()) {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new NoVoice("the program for speech took no text: " + e.getMessage(), e);
        }
    }

    private String name() {
        return command.getFirst();
    }
}
