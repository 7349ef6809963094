package liveqa.preflight;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All lines, in the order of {@link Checks}. */
record Report(Instant at, String host, long millis, List<Line> lines) {
    long passed() {
        return lines.stream().filter(line -> line.verdict() instanceof Verdict.Passed).count();
    }

    long failed() {
        return lines.stream().filter(line -> line.verdict() instanceof Verdict.Failed).count();
    }

    long unprovable() {
        return lines.size() - passed() - failed();
    }

    int exitCode() {
        return failed() == 0 ? 0 : 1;
    }

    Optional<Line> line(String id) {
        return lines.stream().filter(line -> line.id().equals(id)).findFirst();
    }
}
