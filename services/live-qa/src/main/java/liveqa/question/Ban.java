package liveqa.question;

import java.time.Instant;
import java.util.Optional;

/** Somebody whose questions are not taken. */
public record Ban(String key, String name, String by, Instant at, Optional<Instant> until) {}
