package koboshi.http;

import java.time.Duration;

/**
 * How long we wait for others.
 *
 * @param body for a whole request body
 * @param idle for any byte on a connection
 * @param write for a reader to take what was written
 * @param durable for an order to be on disk before we say that we do not know
 * @param beat between two signs of life on an open stream
 * @param coalesce between two batches on an open stream
 * @param stop for open connections when we close
 * @param silent for a sign of life of an agent or a prober before its link counts as lost
 */
public record Patience(
        Duration body, Duration idle, Duration write, Duration durable, Duration beat, Duration coalesce, Duration stop, Duration silent) {
    public static final Patience DEFAULT = new Patience(
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMillis(250),
            Duration.ofSeconds(2),
            Duration.ofSeconds(12));
}
