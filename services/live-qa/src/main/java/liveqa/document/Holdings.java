package liveqa.document;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What there is to answer from: the passages of all readable documents, and what could not be read. */
public record Holdings(List<Passage> passages, List<Problem> problems, int documents) {
    /** In one line, or nothing when all could be read. */
    public Optional<String> trouble() {
        if (problems.isEmpty()) return Optional.empty();
        var named = problems.stream().limit(5).map(Problem::toString).collect(Collectors.joining("; "));
        return Optional.of(problems.size() > 5 ? named + "; and " + (problems.size() - 5) + " more" : named);
    }
}
