package koboshi.scrape;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import koboshi.config.ScrapeJob.Discovery;
import koboshi.config.ScrapeJob.Group;
import koboshi.config.ScrapeJob.Spelled;
import koboshi.config.TargetFile;

/** Lists of targets that another server tells, in the shape of Prometheus's {@code http_sd}. */
final class HttpLists {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int LARGEST = 4 << 20;
    private static final int SMALL = 8 << 10;
    private static final String TYPE = "application/json";

    private final Fetching fetching;

    HttpLists(Fetching fetching) {
        this.fetching = fetching;
    }

    List<Group> ask(Discovery.Http from, Spelled spelled) throws ScrapeFailure {
        var headers = Map.of("X-Prometheus-Refresh-Interval-Seconds", Double.toString(from.every().toMillis() / 1000.0));
        var question = new Fetching.Question(from.url().toString(), from.access(), TIMEOUT, LARGEST, TYPE, headers);
        try (var fetched = fetching.fetch(question, SMALL, new CompletableFuture<>())) {
            if (!fetched.type().startsWith(TYPE)) {
                throw new ScrapeFailure("it answers with " + (fetched.type().isEmpty() ? "no content type" : fetched.type()) + "; expected " + TYPE);
            }
            var text = new String(fetched.body().bytes(), 0, fetched.body().size(), StandardCharsets.UTF_8);
            return groups(TargetFile.parse("its list", text, spelled), from);
        }
    }

    /** A list that is wrong in one place is not taken: to lose half of the targets is worse than to keep the old ones. */
    private static List<Group> groups(TargetFile list, Discovery.Http from) throws ScrapeFailure {
        if (!list.problems().isEmpty()) {
            throw new ScrapeFailure(list.problems().getFirst().toString());
        }
        return list.groups().stream().map(group -> {
            var labels = new TreeMap<>(group.labels());
            labels.put(Finding.URL, from.url().toString());
            return new Group(group.addresses(), labels, "");
        }).toList();
    }
}
