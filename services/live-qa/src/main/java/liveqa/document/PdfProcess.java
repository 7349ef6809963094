package liveqa.document;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * PDFs are read by a process of their own, with a heap of its own: a hostile one can keep the library busy for ever or fill the memory,
 * and only a process can be ended whatever it does. One process reads one file after the other and is started anew when it was ended.
 */
final class PdfProcess implements AutoCloseable {
    private static final List<String> FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true");
    private static final int OUT_OF_MEMORY = 3;
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final Duration perFile;
    private final List<String> command;
    private Process process;
    private Writer to;
    private BufferedReader from;

    PdfProcess(Duration perFile) {
        this(perFile, PdfReading.class);
    }

    /** {@code reader} is a class whose main method answers like {@link PdfReading}. */
    PdfProcess(Duration perFile, Class<?> reader) {
        this.perFile = perFile;
        var java = ProcessHandle.current().info().command().orElse("java");
        this.command = Stream.concat(Stream.concat(Stream.of(java), FLAGS.stream()),
                Stream.of("-cp", System.getProperty("java.class.path"), reader.getName())).toList();
    }

    List<Passage> read(Path file, Limits limits) throws Unreadable {
        var late = new AtomicBoolean();
        try {
            start();
            var reading = process;
            var limit = CompletableFuture.runAsync(() -> {
                late.set(true);
                reading.destroyForcibly();
            }, CompletableFuture.delayedExecutor(perFile.toMillis(), TimeUnit.MILLISECONDS));
            try {
                return reply(PdfReading.request(file, limits));
            } finally {
                limit.cancel(false);
            }
        } catch (IOException e) {
            throw ended(late.get(), e);
        }
    }

    private void start() throws IOException {
        if (process != null && process.isAlive()) return;
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private List<Passage> reply(String request) throws IOException, Unreadable {
        to.write(request + "\n");
        to.flush();
        var line = from.readLine();
        // Java says there, too, that its memory was used up, before it ends.
        if (line == null || !line.startsWith("{")) throw new IOException("the process that reads PDFs ended");
        return PdfReading.passages(line);
    }

    private Unreadable ended(boolean late, IOException why) {
        int code = code();
        close();
        if (late) return new Unreadable(Unreadable.Reason.TOO_SLOW, "not read within " + perFile.toSeconds() + " s; given up until it changes", why);
        if (code == OUT_OF_MEMORY) return new Unreadable(Unreadable.Reason.TOO_LARGE, "needs more memory than a document may; divide it", why);
        return new Unreadable(Unreadable.Reason.DAMAGED, "cannot be read: " + why.getMessage(), why);
    }

    private int code() {
        try {
            return process != null && process.waitFor(TO_END.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    @Override
    public void close() {
        if (process != null) process.destroyForcibly();
        process = null;
    }
}
