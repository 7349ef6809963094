package liveqa.preflight;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The programs of this host. */
final class RealPrograms implements Programs {
    private static final int MOST = 256 * 1024;

    @Override
    public Ran run(Duration limit, String input, String... command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process;
        try {
            process = builder.start();
        } catch (IOException _) {
            return new Missing(); // The only reason it does not start at all: not there, or not to be run by us.
        }
        try {
            return ended(process, limit, input);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Ran ended(Process process, Duration limit, String input) {
        var out = CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It did not want its input; what it says and its exit code tell more.
        }
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) return new Stuck();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Stuck();
        }
        return new Ended(process.exitValue(), out.completeOnTimeout("", 1, TimeUnit.SECONDS).join());
    }

    /** Reads to the end, keeps the beginning: a program that nobody reads stops. */
    private static String read(Process process) {
        try (var in = process.getInputStream()) {
            var text = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
            in.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException e) {
            return e.toString();
        }
    }
}
