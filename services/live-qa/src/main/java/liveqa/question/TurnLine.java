package liveqa.question;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A line in memory. Its bound is kept at the desk, which turns people away before they join. */
public final class TurnLine implements Line {
    private final BlockingQueue<Ticket> turns = new LinkedBlockingQueue<>();

    @Override
    public void join(Ticket ticket) {
        turns.add(ticket);
    }

    @Override
    public Optional<Ticket> next(Duration wait) throws InterruptedException {
        return Optional.ofNullable(turns.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
    }
}
