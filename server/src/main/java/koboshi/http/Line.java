package koboshi.http;

import java.time.Instant;
import koboshi.incident.Entry;

/**
 * One entry of the journal.
 *
 * @param type as the journal spells it, such as {@code act-started}
 */
public record Line(long offset, Instant at, String type, Entry entry) {}
