package koboshi.http;

import java.time.Duration;
import java.util.Map;

/** One of those that send, and what is left of what it may send. */
final class Sender {
    private final String name;
    private final Allowance allowance;
    private final Bucket samples;
    private final Bucket bytes;
    private final SeenSeries series;

    Sender(String name, Allowance allowance, long nowNanos) {
        this.name = name;
        this.allowance = allowance;
        this.samples = new Bucket(allowance.samples(), nowNanos);
        this.bytes = new Bucket(allowance.bytes(), nowNanos);
        this.series = new SeenSeries(allowance.series(), nowNanos);
    }

    String name() {
        return name;
    }

    /** @throws Refused with 429 while it still owes */
    void refuseWhileOwing(long nowNanos) {
        refuse(samples.owed(nowNanos), allowance.samples() + " samples");
        refuse(bytes.owed(nowNanos), allowance.bytes() + " bytes");
    }

    private void refuse(Duration owed, String limit) {
        if (owed.isPositive()) {
            long seconds = owed.plusMillis(999).toSeconds();
            throw new Refused(429, name + " sends more than the " + limit + " a second it may; nothing of this was taken; try again in " + seconds + " s",
                    Map.of("Retry-After", Long.toString(seconds)));
        }
    }

    void sent(long count, long length, long nowNanos) {
        samples.take(count, nowNanos);
        bytes.take(length, nowNanos);
    }

    boolean maySend(byte[] labels, int from, int to, long nowNanos) {
        return series.admits(labels, from, to, nowNanos);
    }

    /** What is said of a series that is one too many. */
    String tooMany() {
        return "would be one more than the " + allowance.series() + " series " + name + " may send";
    }
}
