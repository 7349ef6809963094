package liveqa.air;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags of the on-air page. */
public final class AirFlags {
    @Option(names = "--air-page", paramLabel = "DIR", description = "Files that take the place of the on-air page's own; a change takes over on air without a gap")
    Path page;

    @Option(names = "--operator-token-file", paramLabel = "FILE",
            description = "A secret that /settings asks for; without it settings can be changed from this machine only. Also: LIVE_QA_OPERATOR_TOKEN")
    Path token;

    public Path page() {
        return page;
    }

    public Path token() {
        return token;
    }
}
