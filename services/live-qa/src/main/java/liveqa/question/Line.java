package liveqa.question;

import java.time.Duration;
import java.util.Optional;

/** The line in front of the workers: first come, first answered. */
public interface Line {
    void join(Ticket ticket);

    /** The next in line, or empty when nobody came within {@code wait}. */
    Optional<Ticket> next(Duration wait) throws InterruptedException;
}
