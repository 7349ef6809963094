package liveqa.model;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Which model, where, what it may cost, and how long it may take: to its first word, and whole. */
public record ModelSettings(URI endpoint, String model, Optional<Key> key, Budget.Limits limits, Duration firstToken, Duration whole) {}
