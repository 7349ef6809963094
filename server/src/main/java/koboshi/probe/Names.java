package koboshi.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Looks up names beside the thread that probes, which must never wait; what was found is known for a while. Only that thread uses this.
 *
 * <p>A lookup can hang for many seconds and cannot be called off, so there are threads for many; names that are known do not need any.
 */
final class Names implements AutoCloseable {
    /** What the JDK remembers as well. */
    private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_THREADS = 64;
    /** More than there are targets, should redirects lead to ever new names. */
    private static final int MOST = 20_000;
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|.*:.*");

    /** @param trouble empty where there is an address */
    record Found(InetAddress address, String trouble, long nanos) {}

    private final Map<String, Found> known = new HashMap<>();
    private final Consumer<Runnable> probing;
    private final ExecutorService looking = new ThreadPoolExecutor(
            0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Thread.ofPlatform().daemon().name("probe-names-", 0).factory());

    /** @param probing runs something on the thread that probes, soon */
    Names(Consumer<Runnable> probing) {
        this.probing = probing;
    }

    /** @param told at once where the name is known, later where it is not */
    void find(String name, Consumer<Found> told) {
        var before = known.get(name);
        if (before != null && before.trouble().isEmpty() && System.nanoTime() - before.nanos() < KNOWN_NANOS) {
            told.accept(before);
        } else if (NUMBERS.matcher(name).matches()) {
            // Nobody is asked about what is an address already.
            keep(name, found(name), told);
        } else {
            ask(name, told);
        }
    }

    private void ask(String name, Consumer<Found> told) {
        try {
            looking.execute(() -> {
                var found = found(name);
                probing.accept(() -> keep(name, found, told));
            });
        } catch (RejectedExecutionException _) {
            told.accept(new Found(null, "its name cannot be looked up: " + MOST_THREADS + " lookups wait for their answers already", 0));
        }
    }

    private void keep(String name, Found found, Consumer<Found> told) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(name, found);
        told.accept(found);
    }

    private static Found found(String name) {
        try {
            return new Found(InetAddress.getByName(name), "", System.nanoTime());
        } catch (UnknownHostException _) {
            return new Found(null, "no such host: " + name, System.nanoTime());
        } catch (RuntimeException trouble) {
            return new Found(null, "its name cannot be looked up: " + trouble.getMessage(), System.nanoTime());
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
