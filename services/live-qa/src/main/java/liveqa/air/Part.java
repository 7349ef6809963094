package liveqa.air;

import java.time.Instant;

/** How one part of the stream stands: {@code ok} or {@code degraded}, since when, and why. */
public record Part(String name, String state, Instant since, String why) {}
