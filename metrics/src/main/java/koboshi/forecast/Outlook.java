package koboshi.forecast;

import java.time.Duration;
import java.util.Optional;

/** What a trend says about a limit. */
public sealed interface Outlook {
    /** The limit is reached already. */
    record Reached() implements Outlook {}

    /** The line does not go there. */
    record NotInSight() implements Outlook {}

    /** @param latest empty where it may as well never be reached */
    record In(Duration expected, Duration earliest, Optional<Duration> latest) implements Outlook {}
}
