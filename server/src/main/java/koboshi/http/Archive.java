package koboshi.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Source;
import koboshi.wire.WriteReceiver;

/** The series behind the doors: messages come in, questions are answered. Safe for use by many threads. */
public interface Archive extends Source {
    /** For one message. */
    Writing begin();

    /** The names of all series that have samples in the closed range, each once and in order. */
    List<Labels> series(List<Matcher> matchers, long fromMillis, long toMillis);

    /** One message on its way in; not safe for use by many threads. */
    interface Writing extends WriteReceiver {
        /**
         * Keeps what came: when this returns it is as durable as it will ever be, and until then nothing was kept.
         *
         * @throws IOException when it cannot be kept, such as on a full disk; sending it again later helps
         */
        Written commit() throws IOException;
    }

    /**
     * What became of a message.
     *
     * @param taken samples that are kept now, or were already
     * @param refused samples that were not taken, by why: sending them again does not help
     * @param first the first that was refused, in words; empty when none was
     */
    record Written(long taken, Map<String, Long> refused, String first) {
        public Written {
            refused = Map.copyOf(refused);
        }
    }
}
