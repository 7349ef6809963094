package koboshi.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "traffic",
        mixinStandardHelpOptions = true,
        description = "Where the traffic of each pool goes, and moves it. Exit 1 when a server is out, or a balancer does not answer or refuses.",
        footer = Exit.HELP,
        subcommands = {Traffic.Drain.class, Traffic.Eject.class, Traffic.Ready.class, Traffic.Switch.class})
final class Traffic implements Callable<Integer> {
    @Mixin
    private Server server;

    @Override
    public Integer call() {
        var pools = server.get("/api/state").path("pools");
        if (pools.isEmpty()) {
            System.out.println("no traffic to move: the configuration has no traffic section");
        }
        pools.forEach(Traffic::print);
        return pools.valueStream().allMatch(Traffic::well) ? Exit.OK : Exit.NOT_WELL;
    }

    static boolean well(JsonNode pool) {
        return pool.path("trouble").isNull() && pool.path("amiss").isEmpty() && pool.path("servers").valueStream().allMatch(one -> one.path("takes").asBoolean(false) || one.path("place").asString().equals("reserve"));
    }

    static void print(JsonNode pool) {
        var trouble = pool.path("trouble").isNull() ? "" : "; " + pool.path("trouble").asString();
        var whose = pool.path("discovers").asBoolean(false) ? " (" + pool.path("servers").size() + " servers that HAProxy tells of)" : "";
        System.out.printf("pool %s%s: at least %d in, at most %d out%s%n", pool.path("name").asString(), whose, pool.path("floor").asInt(), pool.path("mostOut").asInt(), trouble);
        pool.path("amiss").forEach(one -> System.out.printf("  AMISS     %s: %s%n", one.path("balancer").asString(), one.path("why").asString()));
        pool.path("servers").forEach(Traffic::server);
        var going = pool.path("switching");
        if (going.isObject()) {
            System.out.printf("  switch    to %s, %s, since %s by %s: %s%n", going.path("to").asString(), going.path("phase").asString(), going.path("since").asString(),
                    going.path("by").asString().replaceFirst("^operator:", "operator "), going.path("why").asString());
        }
    }

    private static void server(JsonNode one) {
        var by = one.path("by").asString();
        var since = one.path("since").isNull() ? "" : " since " + one.path("since").asString() + " by " + by.replaceFirst("^operator:", "operator ");
        var balancer = one.path("takes").isNull() ? "no balancer says anything" : one.path("status").asString() + ", " + one.path("sessions").asInt() + " sessions";
        System.out.printf("  %-9s %s (%s)%s%n", one.path("place").asString(), one.path("name").asString(), balancer, since);
        one.path("journeys").valueStream().filter(journey -> !journey.path("why").asString().isEmpty())
                .forEach(journey -> System.out.printf("            %s%n", journey.path("why").asString()));
    }

    /** One server, one verb, one reason. */
    private abstract static sealed class Move implements Callable<Integer> permits Drain, Eject, Ready {
        @Mixin
        private Server server;

        @Parameters(paramLabel = "POOL/SERVER", description = "Such as web/s1.")
        private String backend;

        @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Stands in the timeline.")
        private String why;

        @Option(names = "--dry-run", description = "Only says what would happen.")
        private boolean dryRun;

        private final String verb;

        private Move(String verb) {
            this.verb = verb;
        }

        @Override
        public Integer call() {
            var state = server.get("/api/state");
            var one = find(state).orElseThrow(() -> new Wrong("there is no " + backend + "; expected one of " + known(state)));
            if (dryRun) {
                var refused = one.at("/refused/" + verb + "/en");
                System.out.println(refused.isMissingNode() ? verb + " " + backend + " would be done" : verb + " " + backend + " would be refused: " + refused.asString());
                return refused.isMissingNode() ? Exit.OK : Exit.NOT_WELL;
            }
            return order(state);
        }

        private int order(JsonNode state) {
            var answer = server.post("/api/orders", Map.of("verb", verb, "on", "backend/" + backend, "why", why, "offset", state.path("offset").asLong()));
            if (answer.has("refused")) {
                System.err.println("refused: " + answer.at("/refused/en").asString());
                return Exit.NOT_WELL;
            }
            System.out.println(verb + " " + backend + " is written down and begun; koboshi traffic shows how far it is");
            return Exit.OK;
        }

        private Optional<JsonNode> find(JsonNode state) {
            return state.path("pools").valueStream().flatMap(pool -> pool.path("servers").valueStream()).filter(one -> one.path("name").asString().equals(backend)).findFirst();
        }

        private static String known(JsonNode state) {
            return state.path("pools").valueStream().flatMap(pool -> pool.path("servers").valueStream()).map(one -> one.path("name").asString()).collect(Collectors.joining(", "));
        }
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = "No new sessions; it goes out when its last session ends, at the latest when its time to drain is over.",
            footer = Exit.HELP)
    static final class Drain extends Move {
        Drain() {
            super("drain");
        }
    }

    @Command(name = "eject", mixinStandardHelpOptions = true, description = "Out of traffic at once; sessions it has go on.", footer = Exit.HELP)
    static final class Eject extends Move {
        Eject() {
            super("eject");
        }
    }

    @Command(name = "ready", mixinStandardHelpOptions = true, description = "Back into traffic, at first with a part of it.", footer = Exit.HELP)
    static final class Ready extends Move {
        Ready() {
            super("ready");
        }
    }

    @Command(
            name = "switch",
            mixinStandardHelpOptions = true,
            description = "The traffic of a pool goes over to one of its groups: proven beside the traffic first, then share by share; back at once if it is worse.",
            footer = Exit.HELP)
    static final class Switch implements Callable<Integer> {
        @Mixin
        private Server server;

        @Parameters(paramLabel = "POOL/GROUP", description = "Such as web/green.")
        private String group;

        @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Stands in the timeline.")
        private String why;

        @Option(names = "--dry-run", description = "Only says whether it would be refused.")
        private boolean dryRun;

        @Override
        public Integer call() {
            var state = server.get("/api/state");
            var known = state.path("pools").valueStream().flatMap(pool -> pool.path("groups").valueStream()).toList();
            var one = known.stream().filter(each -> each.path("id").asString().equals("group/" + group)).findFirst()
                    .orElseThrow(() -> new Wrong("no pool has the group " + group + "; there " + (known.isEmpty() ? "are none" : "are "
                            + known.stream().map(each -> each.path("id").asString().substring("group/".length())).collect(Collectors.joining(", ")))));
            return dryRun ? say(one.path("refused")) : order(state);
        }

        private int say(JsonNode refused) {
            System.out.println("switch " + group + (refused.isNull() ? " would be begun" : " would be refused: " + refused.path("en").asString()));
            return refused.isNull() ? Exit.OK : Exit.NOT_WELL;
        }

        private int order(JsonNode state) {
            var answer = server.post("/api/orders", Map.of("verb", "switch", "on", "group/" + group, "why", why, "offset", state.path("offset").asLong()));
            if (answer.has("refused")) {
                System.err.println("refused: " + answer.at("/refused/en").asString());
                return Exit.NOT_WELL;
            }
            System.out.println("switch " + group + " is written down and begun; koboshi traffic shows how far it is");
            return Exit.OK;
        }
    }
}
