package liveqa;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/** Log lines of one line each: on standard output, and in a bounded set of files if one is named. */
final class LogLines {
    private static final int LARGEST_FILE = 10_000_000;
    private static final int FILES = 5;
    /** Held, because a logger nobody holds loses its level. It recommends a vector module, which a hundred passages do not need. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private LogLines() {}

    /** Gives the trouble there is with the file at any time. A file that cannot be written never keeps the service from its work. */
    static Supplier<Optional<String>> start(IntakeFlags.LogFormat format, Path file) {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
        }
        LUCENE.setLevel(Level.SEVERE);
        if (format == IntakeFlags.LogFormat.json || file != null) QuestionEvents.LOG.setLevel(Level.INFO);
        var root = Logger.getLogger("");
        for (var handler : root.getHandlers()) root.removeHandler(handler);
        root.addHandler(standardOutput(format));
        var trouble = new AtomicReference<String>();
        if (file != null) open(root, file, trouble);
        return () -> Optional.ofNullable(trouble.get());
    }

    private static Handler standardOutput(IntakeFlags.LogFormat format) {
        boolean text = format == IntakeFlags.LogFormat.text;
        var handler = new StreamHandler(System.out, text ? new SimpleFormatter() : new JsonLines()) {
            @Override
            public synchronized void publish(LogRecord record) {
                super.publish(record);
                flush();
            }
        };
        if (text) handler.setFilter(record -> !"questions".equals(record.getLoggerName()));
        return handler;
    }

    private static void open(Logger root, Path file, AtomicReference<String> trouble) {
        try {
            var handler = new Rotating(file, trouble);
            handler.setFormatter(new JsonLines());
            root.addHandler(handler);
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            trouble.set("the log file " + file + " cannot be opened: " + e + "; lines go to standard output alone");
            Logger.getLogger("log-file").warning(trouble.get());
        }
    }

    /** Each record either reaches the file or leaves its trouble behind. */
    private static final class Rotating extends FileHandler {
        private final AtomicReference<String> trouble;
        private String latest;

        Rotating(Path file, AtomicReference<String> trouble) throws IOException {
            super(pattern(file), LARGEST_FILE, FILES, true);
            this.trouble = trouble;
            setEncoding("UTF-8");
            setErrorManager(new ErrorManager() {
                @Override
                public synchronized void error(String message, Exception e, int code) {
                    latest = "a line could not be written to the log file: " + (e == null ? message : e.toString());
                }
            });
        }

        private static String pattern(Path file) {
            return file.toAbsolutePath().toString().replace("%", "%%") + ".%g";
        }

        @Override
        public synchronized void publish(LogRecord record) {
            latest = null;
            super.publish(record);
            trouble.set(latest);
        }
    }
}
