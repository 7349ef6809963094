package liveqa.document;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Looks at a folder every few seconds and tells what it holds when that has changed. It asks for sizes and times rather than being told by
 * the system, because that also works on shared and mounted folders.
 */
public final class FolderWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("documents");
    private final DocumentFolder folder;
    private final Duration every;
    private final Consumer<Holdings> listener;
    private final Thread thread;

    public FolderWatch(DocumentFolder folder, Duration every, Consumer<Holdings> listener) {
        this.folder = folder;
        this.every = every;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("documents").daemon().start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(every);
                look();
            }
        } catch (InterruptedException _) {
            return; // Closed.
        }
    }

    private void look() {
        try {
            folder.look().ifPresent(listener);
        } catch (RuntimeException | OutOfMemoryError e) {
            // What answers now goes on answering; the next look tries again.
            LOG.log(System.Logger.Level.ERROR, "looking at the documents: " + e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
