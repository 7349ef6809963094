package koboshi.app;

import java.util.List;
import java.util.function.Consumer;
import koboshi.store.Journal;
import koboshi.store.Journal.Written;
import koboshi.store.Reserve;
import koboshi.store.UnwritableJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes entries durable, or ends the process.
 *
 * <p>On a full disk the reserve is given up once, so that what happened can still be written; from then on the disk's self-check freezes
 * every hand.
 */
final class Recording {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

    private final Journal journal;
    private final Reserve reserve;
    private final Consumer<String> call;

    /** @param call tells a person what cannot be written down */
    Recording(Journal journal, Reserve reserve, Consumer<String> call) {
        this.journal = journal;
        this.reserve = reserve;
        this.call = call;
    }

    void commit(List<Written> entries) {
        if (entries.isEmpty()) {
            return;
        }
        try {
            journal.commit(entries);
        } catch (UnwritableJournal trouble) {
            onceMore(entries, trouble);
        }
    }

    private void onceMore(List<Written> entries, UnwritableJournal trouble) {
        if (!reserve.release()) {
            LastWords.say("the journal cannot be written", trouble);
        }
        LOG.error("the journal cannot be written, the reserve on the disk is given up", trouble);
        call.accept("the journal cannot be written, the reserve on the disk is given up: " + trouble.getMessage());
        try {
            journal.commit(entries);
        } catch (UnwritableJournal again) {
            LastWords.say("the journal cannot be written", again);
        }
    }
}
