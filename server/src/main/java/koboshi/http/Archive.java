package koboshi.http;

import java.io.IOException;
import java.nio.file.Path;
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

    /** For one message of one sender, who may not take all the room there is. */
    default Writing begin(String by) {
        return begin();
    }

    /** The labels of all series that have samples in the closed range, sorted. */
    List<Labels> series(List<Matcher> matchers, long fromMillis, long toMillis);

    /** The names of all their labels, sorted. */
    List<String> names(List<Matcher> matchers, long fromMillis, long toMillis);

    /** All values one of their labels has, sorted. */
    List<String> values(String name, List<Matcher> matchers, long fromMillis, long toMillis);

    /** Moves what is in memory to where it stays. */
    void flush() throws IOException;

    /**
     * Writes a copy of everything.
     *
     * @param name of one folder, below where copies are kept
     * @return where it lies
     * @throws java.nio.file.FileAlreadyExistsException if there is a copy of that name
     */
    Path snapshot(String name) throws IOException;

    /** One message on its way in; not safe for use by many threads. */
    interface Writing extends WriteReceiver {
        /**
         * Keeps what came; until then nothing was kept. The message must be what it was until this returns.
         *
         * @throws IOException when it cannot be kept, such as on a full disk; sending it again later helps
         */
        Written commit() throws IOException;
    }

    /**
     * What became of a message.
     *
     * @param taken samples that are kept now, or were already
     * @param refused samples that were not taken, by why
     * @param later whether sending them again helps, after a while; else it does not
     * @param first the first that was refused, in words; empty when none was
     */
    record Written(long taken, Map<String, Long> refused, boolean later, String first) {
        public Written {
            refused = Map.copyOf(refused);
        }

        long refusals() {
            return refused.values().stream().mapToLong(Long::longValue).sum();
        }

        /** What a sender is told of those that were refused. */
        String words() {
            var counted = refused.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(one -> one.getValue() + " " + one.getKey()).toList();
            var advice = later ? "; there will be room once other series have gone silent" : "; sending them again does not help";
            return taken + " samples taken; refused: " + String.join(", ", counted) + "; the first: " + first + advice;
        }
    }
}
