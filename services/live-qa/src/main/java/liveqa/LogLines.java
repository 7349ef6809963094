package liveqa;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/** Log lines of one line each, on standard output. */
final class LogLines {
    /** Held, because a logger nobody holds loses its level. It recommends a vector module, which a hundred passages do not need. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private LogLines() {}

    static void toStandardOutput() {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
        }
        LUCENE.setLevel(Level.SEVERE);
        var root = Logger.getLogger("");
        for (var handler : root.getHandlers()) root.removeHandler(handler);
        root.addHandler(new StreamHandler(System.out, new SimpleFormatter()) {
            @Override
            public synchronized void publish(LogRecord record) {
                super.publish(record);
                flush();
            }
        });
    }
}
