package koboshi.store;

import java.sql.SQLException;

/** The journal takes no entries: the disk is full or fails. Trying again helps where room was made meanwhile. */
public final class UnwritableJournal extends RuntimeException {
    UnwritableJournal(String message, SQLException cause) {
        super(message, cause);
    }

    /** In the database's own words; the layer above adds the whole statement with its texts, which belong in no log and in no call. */
    static UnwritableJournal because(Throwable trouble) {
        for (var cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return new UnwritableJournal(sql.getMessage(), sql);
            }
        }
        throw new IllegalStateException(trouble);
    }
}
