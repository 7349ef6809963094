package koboshi.agent.capture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import koboshi.action.Outcome;
import koboshi.agent.fact.EvidenceFolder;
import koboshi.agent.keep.Camera;
import koboshi.agent.keep.Logs;
import koboshi.agent.keep.ProcessKey;
import koboshi.signal.Evidence;

/**
 * Everything worth keeping of a process, within a second: a service that lies is not kept lying for our curiosity.
 *
 * <p>The parts are taken side by side and do not wait for each other; what is not there in time is left out and said to be.
 */
public final class Snapshot implements Camera {
    private static final Duration BUDGET = Duration.ofMillis(850);
    private static final Duration TOP_OVER = Duration.ofMillis(200);
    private static final String THREADS = "thread-dump";
    /** An older JVM has none, and few have any: nothing is said when it is missing. */
    private static final String VIRTUAL = "virtual-threads";
    private static final int LOG_LINES = 200;
    private static final int MOST_CHARS = 3 << 20;

    private final EvidenceFolder evidence;

    public Snapshot(EvidenceFolder evidence) {
        this.evidence = evidence;
    }

    @Override
    public Outcome capture(Subject subject) {
        long deadline = System.nanoTime() + BUDGET.toNanos();
        var parts = begin(subject);
        var texts = new LinkedHashMap<String, String>();
        var missing = new ArrayList<String>();
        parts.forEach((name, part) -> collect(name, part, deadline, texts, missing));
        missing.removeIf(name -> name.startsWith(VIRTUAL));
        var finding = new Finding(subject.process().isPresent(), subject.memoryShare(), threads(texts));
        return new Outcome.Done(finding.words() + (missing.isEmpty() ? "" : " (without " + String.join(", ", missing) + ")"), kept(texts));
    }

    private static Map<String, CompletableFuture<String>> begin(Subject subject) {
        var parts = new LinkedHashMap<String, CompletableFuture<String>>();
        subject.process().map(ProcessKey::pid).ifPresent(pid -> {
            if (JvmDump.isJvm(pid)) {
                var jvm = new JvmDump(pid, subject.logs().getFirst());
                var threads = taken(jvm::threads);
                parts.put(THREADS, threads);
                parts.put(VIRTUAL, taken(() -> threads.get().isEmpty() ? "" : jvm.virtualThreads()));
            }
            parts.put("status", taken(() -> Status.of(pid)));
            parts.put("sockets", taken(() -> Sockets.of(pid)));
        });
        parts.put("top", taken(() -> Top.over(TOP_OVER)));
        parts.put("log", taken(() -> lastLines(subject.logs())));
        return parts;
    }

    private static CompletableFuture<String> taken(Callable<String> part) {
        var text = new CompletableFuture<String>();
        var thread = Thread.ofVirtual().name("capture").start(() -> {
            try {
                text.complete(part.call());
            } catch (Exception trouble) {
                text.completeExceptionally(trouble);
            }
        });
        // Cancelled at the deadline: then nobody waits for it any more.
        text.whenComplete((_, _) -> thread.interrupt());
        return text;
    }

    private static void collect(String name, CompletableFuture<String> part, long deadline, Map<String, String> texts, List<String> missing) {
        try {
            texts.put(name, part.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | CancellationException _) {
            missing.add(name + ": not in time");
        } catch (ExecutionException trouble) {
            missing.add(name + ": " + trouble.getCause().getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            missing.add(name + ": interrupted");
        } finally {
            part.cancel(true);
        }
    }

    private static Optional<ThreadDump> threads(Map<String, String> texts) {
        return Optional.ofNullable(texts.get(THREADS)).map(ThreadDump::parse).map(dump -> dump.and(texts.getOrDefault(VIRTUAL, "")));
    }

    private static String lastLines(List<Path> logs) {
        var text = new StringBuilder();
        for (var log : logs) {
            text.append("== ").append(log.getFileName()).append('\n').append(String.join("\n", Logs.lastLines(log, 0, LOG_LINES))).append('\n');
        }
        return text.toString();
    }

    private List<Evidence> kept(Map<String, String> texts) {
        return texts.entrySet().stream().filter(part -> !part.getValue().isEmpty()).map(part -> evidence.keep(part.getKey(), bounded(part.getValue()))).toList();
    }

    private static String bounded(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "\n… cut here: " + text.length() + " characters are too many to keep\n";
    }
}
