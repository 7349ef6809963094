package liveqa.air;

import java.nio.file.Path;
import java.time.Duration;
import liveqa.setting.Span;
import picocli.CommandLine.Option;

/** The flags of the on-air page. */
public final class AirFlags {
    @Option(names = "--air-page", paramLabel = "DIR", description = "Files that take the place of the on-air page's own; a change takes over on air without a gap")
    Path page;

    @Option(names = "--operator-token-file", paramLabel = "FILE",
            description = "File that holds the token /settings and /moderate ask for (or LIVE_QA_OPERATOR_TOKEN), 12 characters or more; without one they work from this machine alone")
    Path token;

    @Option(names = "--spoken-within", paramLabel = "TIME", defaultValue = "10m", converter = Span.class,
            description = "The longest an answer waits to be spoken while the on-air page is open; then it is only shown, and its asker is told. Default: ${DEFAULT-VALUE}")
    Duration spokenWithin;

    public Duration spokenWithin() {
        return spokenWithin;
    }

    public Path page() {
        return page;
    }

    public Path token() {
        return token;
    }
}
