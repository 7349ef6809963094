package koboshi.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import koboshi.promql.ParseError;
import koboshi.promql.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "What services logged, oldest first.",
        footer = Exit.HELP)
final class Logs implements Callable<Integer> {
    private static final long LOOK_EVERY_MILLIS = 1_000;
    private static final Duration AROUND = Duration.ofMinutes(1);
    private static final int FEW = 100;
    private static final int REMEMBERED = 10_000;
    /** As many as the server gives at once, and so much earlier than the newest as lines may come late. */
    private static final int MOST = 5_000;
    private static final long LATE_MILLIS = 10_000;

    @Mixin
    private Server server;

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Lines of this service only.")
    private Optional<String> service;

    @Option(names = {"-q", "--text"}, paramLabel = "TEXT", description = "Only lines that hold this text.")
    private Optional<String> text;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Only lines with this beside them, such as level=error; may be given several times.")
    private List<String> labels = List.of();

    @Option(names = "--from", paramLabel = "WHEN", description = "Not before: so long ago (10m, 2h), or a moment such as 2026-11-21T03:00:00Z.")
    private Optional<String> from;

    @Option(names = "--to", paramLabel = "WHEN", description = "Not after; as --from.")
    private Optional<String> to;

    @Option(names = "--limit", defaultValue = "200", paramLabel = "N", description = "How many at most, the newest (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = {"-f", "--follow"}, description = "Go on with what comes, until interrupted.")
    private boolean follow;

    @Option(names = "--json", description = "As JSON, an object a line.")
    private boolean json;

    /** How often each line was printed: a service may say the same twice within a millisecond. */
    private final Map<String, Integer> printed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };

    @Override
    public Integer call() throws InterruptedException {
        var answer = server.get(path(from.map(Logs::moment), limit));
        print(answer);
        if (answer.path("more").asBoolean() && !json) {
            System.err.println("(older lines were left out: ask for more with --limit, or for fewer with --from and --text)");
        }
        var newest = Instant.now();
        while (follow) {
            Thread.sleep(LOOK_EVERY_MILLIS);
            var now = Instant.now();
            print(server.get(path(Optional.of(newest.minusMillis(LATE_MILLIS).toString()), MOST)));
            newest = now;
        }
        return Exit.OK;
    }

    /** What the service of an incident logged around its beginning. */
    static void around(Server server, JsonNode incident) {
        var logs = new Logs();
        var name = incident.path("on").asString();
        var opened = Instant.parse(incident.path("opened").asString());
        logs.server = server;
        logs.service = Optional.of(name.substring(name.indexOf('/') + 1));
        logs.text = Optional.empty();
        logs.to = Optional.of(opened.plus(AROUND).toString());
        logs.print(server.get(logs.path(Optional.of(opened.minus(AROUND).toString()), FEW)));
    }

    private String path(Optional<String> since, int most) {
        var parameters = new ArrayList<String>();
        service.ifPresent(name -> parameters.add(parameter("service", name)));
        text.ifPresent(words -> parameters.add(parameter("q", words)));
        labels.forEach(label -> parameters.add(parameter("label", label)));
        since.ifPresent(when -> parameters.add(parameter("from", when)));
        to.map(Logs::moment).ifPresent(when -> parameters.add(parameter("to", when)));
        parameters.add(parameter("limit", Integer.toString(most)));
        return "/api/logs?" + String.join("&", parameters);
    }

    private static String parameter(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** What is no duration goes to the server as it is, which says what it expected. */
    private static String moment(String written) {
        try {
            return Instant.now().minus(Query.duration(written)).toString();
        } catch (ParseError _) {
            return written;
        }
    }

    private void print(JsonNode answer) {
        var here = new HashMap<String, Integer>();
        for (var line : answer.path("lines")) {
            int times = here.merge(line.toString(), 1, Integer::sum);
            if (times > printed.getOrDefault(line.toString(), 0)) {
                printed.put(line.toString(), times);
                System.out.println(json ? line.toString() : text(line));
            }
        }
    }

    private String text(JsonNode line) {
        var level = line.at("/labels/level").asString("");
        return line.path("at").asString() + "  " + (service.isPresent() ? "" : "%-16s ".formatted(line.path("service").asString()))
                + (level.isEmpty() ? "" : "%-5s ".formatted(level)) + line.path("text").asString();
    }
}
