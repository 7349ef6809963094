package koboshi.integration.rcf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import koboshi.guard.Eye;
import koboshi.guard.Inquiry;
import koboshi.promql.Pulse;
import koboshi.series.Labels;
import koboshi.series.Samples;

/** Eyes for guards, each with its own series; together they hold a bounded number of them. */
public final class Forests {
    private final Semaphore room;

    /** @param series all that may be known at once */
    public Forests(int series) {
        this.room = new Semaphore(series);
    }

    /** One that knows nothing yet. To be closed, so that others get its room. */
    public Eye eye() {
        return new Sight();
    }

    private final class Sight implements Eye {
        private final Map<Labels, Learned> known = new LinkedHashMap<>(16, 0.75f, true);
        private boolean closed;

        @Override
        public synchronized List<Glance> look(Labels of, Samples samples, Pulse pulse) {
            if (known.containsKey(of) && known.get(of).isOutdatedBy(samples)) {
                forget(of);
            }
            if (!known.containsKey(of) && !meets(of, pulse)) {
                return List.of();
            }
            var learned = known.get(of);
            learned.follow(samples);
            return learned.latest();
        }

        private boolean meets(Labels of, Pulse pulse) {
            if (closed || pulse.beat() != Pulse.State.GO_ON) {
                return false;
            }
            if (known.size() >= Inquiry.MOST_LABEL_SETS) {
                forget(known.keySet().iterator().next());
            }
            boolean admitted = room.tryAcquire();
            if (admitted) {
                known.put(of, new Learned());
            }
            return admitted;
        }

        private void forget(Labels of) {
            known.remove(of);
            room.release();
        }

        @Override
        public synchronized void close() {
            room.release(known.size());
            known.clear();
            closed = true;
        }
    }
}
