package liveqa.question;

import java.time.Duration;
import java.util.Optional;

/**
 * Hands turns to the workers: one for each question that comes to wait.
 *
 * <p>A turn says that somebody waits, not who is next: that is decided when the worker is there, since a question may have
 * been pinned, held or withdrawn meanwhile.
 */
public interface Line {
    void join(Ticket ticket);

    /** A turn, or empty when nobody came within {@code wait}. */
    Optional<Ticket> next(Duration wait) throws InterruptedException;
}
