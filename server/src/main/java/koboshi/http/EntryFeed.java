package koboshi.http;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everybody who follows the entries as they come. */
final class EntryFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EntryFeed.class);
    private static final int READERS = 100;

    private final House house;
    private final Entrance entrance;
    private final AtomicInteger readers = new AtomicInteger();
    private final Bell bell = new Bell();
    private volatile boolean closing;
    private final AutoCloseable listening;

    EntryFeed(House house, Entrance entrance) {
        this.house = house;
        this.entrance = entrance;
        this.listening = house.onChange(bell::ring);
    }

    Reply open(long after) {
        if (closing || readers.incrementAndGet() > READERS) {
            readers.decrementAndGet();
            throw new Refused(503, "too many follow the entries already: expected at most " + READERS);
        }
        return (Reply.Live) (response, callback) -> {
            try {
                new EntryReader(house, bell, entrance, response, after).follow(() -> closing);
                callback.succeeded();
            } catch (EntryReader.Gone e) {
                callback.failed(e);
            } finally {
                readers.decrementAndGet();
            }
        };
    }

    int readers() {
        return readers.get();
    }

    @Override
    public void close() {
        closing = true;
        bell.ring();
        try {
            listening.close();
        } catch (Exception e) {
            LOG.warn("could not stop listening: {}", e.toString());
        }
    }
}
