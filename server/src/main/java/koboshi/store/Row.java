package koboshi.store;

import java.time.Instant;
import koboshi.incident.Entry;

/** One line of the journal. */
public record Row(long offset, long epoch, Instant at, String type, Entry entry) {}
