package koboshi.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "incidents",
        mixinStandardHelpOptions = true,
        description = "What fell, and what was done about it.",
        footer = Exit.HELP,
        subcommands = Incidents.Show.class)
final class Incidents implements Callable<Integer> {
    @Mixin
    private Server server;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(names = "--limit", defaultValue = "20", paramLabel = "N", description = "How many, newest first (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only these: incident, or near-miss (suspected, and well again before a guard fired).")
    private String kind;

    @Override
    public Integer call() {
        var incidents = server.get("/api/incidents?limit=" + limit + (kind == null ? "" : "&kind=" + URLEncoder.encode(kind, StandardCharsets.UTF_8)));
        if (json) {
            System.out.println(incidents);
            return Exit.OK;
        }
        var list = incidents.path("incidents");
        if (list.isEmpty()) {
            System.out.println(kind == null ? "nothing has fallen yet" : "none of kind " + kind);
        }
        list.forEach(incident -> System.out.println(line(incident)));
        return Exit.OK;
    }

    private static String line(JsonNode incident) {
        var ending = incident.path("ending").isNull() ? "open" : nearlyFell(incident) ? "near miss" : incident.path("ending").asString();
        return "%4d  %s  %-22s %-18s %s".formatted(
                incident.path("id").asLong(), incident.path("opened").asString(), incident.path("on").asString(),
                ending.toLowerCase(Locale.ROOT).replace('_', ' '), incident.path("why").asString());
    }

    /** What was removed before anybody knew is told as that. */
    private static boolean nearlyFell(JsonNode incident) {
        return incident.path("kind").asString().equals("near-miss") && !incident.path("ending").asString().equals("REMOVED");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "One incident, line by line: what was seen, what was done and why, and what was not done and why not.",
            footer = Exit.HELP)
    static final class Show implements Callable<Integer> {
        @Mixin
        private Server server;

        @Parameters(paramLabel = "N", description = "Its number.")
        private long number;

        @Option(names = "--json", description = "As JSON.")
        private boolean json;

        @Option(names = "--lines", description = "Also what its service logged around it: from a minute before it opened to a minute after.")
        private boolean lines;

        @Option(names = "--lang", defaultValue = "${env:KOBOSHI_LANG:-en}", description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
        private Language language;

        enum Language {
            en,
            ja
        }

        @Override
        public Integer call() {
            var story = server.get("/api/incidents/" + number);
            if (json) {
                System.out.println(story);
                return Exit.OK;
            }
            System.out.println(line(story.path("incident")));
            story.path("timeline").forEach(this::print);
            if (lines) {
                Logs.around(server, story.path("incident"));
            }
            return Exit.OK;
        }

        private void print(JsonNode line) {
            System.out.println("  " + line.path("at").asString() + "  " + line.at("/words/" + language).asString());
            line.path("evidence").forEach(piece -> System.out.printf(
                    "      %-12s %s%n", piece.path("name").asString(), server.address().resolve("/evidence/" + piece.path("hash").asString())));
        }
    }
}
