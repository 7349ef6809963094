package koboshi.loop;

import java.time.Instant;

/** Why no hand moves. */
public record Freeze(String by, String why, Instant since) {}
