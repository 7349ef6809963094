package liveqa.air;

import java.time.Instant;

/** Is told what was shown and spoken on air, and when; must return at once. */
public interface Spoken {
    /** The first word is heard, and question and answer are seen, from {@code at} on; the answer was ready at {@code readyAt}. */
    default void begun(String question, Instant readyAt, Instant at) {}

    /** The last word was said. */
    default void finished(String question, Instant at) {}

    /** It waited too long, or too many do: it is shown to those who ask for it, but not spoken. */
    default void shownOnly(String question) {}

    /** It will never be spoken: {@code why} is {@code withdrawn}, {@code skipped} or {@code unwanted} (by the settings). */
    default void unspoken(String question, String why) {}
}
