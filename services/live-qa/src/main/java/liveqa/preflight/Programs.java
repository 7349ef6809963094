package liveqa.preflight;

import java.time.Duration;

/** Runs programs: an argument list, never a shell. */
@FunctionalInterface
interface Programs {
    Duration SHORT = Duration.ofSeconds(5);

    /** How it ended. */
    sealed interface Ran {}

    /** @param out both streams, at most 256 KiB */
    record Ended(int code, String out) implements Ran {}

    record Missing() implements Ran {}

    /** It did not end in time and was killed. */
    record Stuck() implements Ran {}

    Ran run(Duration limit, String input, String... command);
}
