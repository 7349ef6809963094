package liveqa.preflight;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One look at everything at once, each look bounded. What hangs or falls is reported as failed: it proved nothing, and a stream must not rely on it. */
final class Round {
    private final Host host;
    private final Duration limit;

    Round(Host host, Duration limit) {
        this.host = host;
        this.limit = limit;
    }

    /** @param ended told of each check as it ends, from several threads */
    Report run(List<Check> checks, Consumer<Check> ended) {
        var started = System.nanoTime();
        // Threads of the system, not virtual ones: a read from a dead network disk holds its thread, and must not hold the others.
        var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("check-", 0).factory());
        var looks = checks.stream().map(check -> look(threads, check, ended)).toList();
        var lines = new ArrayList<Line>();
        for (int i = 0; i < checks.size(); i++) lines.add(line(checks.get(i), looks.get(i), started + limit.toNanos()));
        threads.shutdownNow();
        return new Report(host.clock().instant(), Identity.of(host).hostName(), millisSince(started), List.copyOf(lines));
    }

    private record Look(Finding finding, long millis) {}

    private Future<Look> look(ExecutorService threads, Check check, Consumer<Check> ended) {
        return threads.submit(() -> {
            var started = System.nanoTime();
            try {
                return new Look(check.look(host), millisSince(started));
            } finally {
                ended.accept(check);
            }
        });
    }

    private Line line(Check check, Future<Look> look, long until) {
        try {
            var seen = look.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            return new Line(check.id(), check.title(), seen.finding(), seen.millis());
        } catch (TimeoutException _) {
            look.cancel(true);
            return without(check, Words.of("%d 秒たっても終わらない", "it did not end within %d s", limit.toSeconds()));
        } catch (ExecutionException e) {
            return without(check, Words.of("調べられなかった: %s", "it could not be looked at: %s", e.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return without(check, Words.of("途中で止められた", "it was interrupted"));
        }
    }

    private Line without(Check check, Words why) {
        return new Line(check.id(), check.title(), Finding.failed(why, Words.of("この項目を手で確かめる", "look at this by hand")), limit.toMillis());
    }

    private static long millisSince(long started) {
        return (System.nanoTime() - started) / 1_000_000;
    }
}
