package koboshi.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "How everything stands. Exit 0 when every service stands, every server of a pool takes traffic and nothing is frozen, 1 otherwise.",
        footer = Exit.HELP)
final class Status implements Callable<Integer> {
    @Mixin
    private Server server;

    @Option(names = "--json", description = "The state as JSON, as /api/state gives it.")
    private boolean json;

    @Override
    public Integer call() {
        var state = server.get("/api/state");
        if (json) {
            System.out.println(state);
        } else {
            print(state);
        }
        return well(state) ? Exit.OK : Exit.NOT_WELL;
    }

    private static boolean well(JsonNode state) {
        boolean standing = state.path("services").valueStream().map(service -> service.path("pose").asString()).allMatch(pose -> pose.equals("standing") || pose.equals("resting"));
        return standing && state.path("freeze").isNull() && state.path("pools").valueStream().allMatch(Traffic::well);
    }

    private void print(JsonNode state) {
        System.out.printf("Koboshi %s at %s%n", state.path("version").asString(), server.address());
        if (state.path("services").isEmpty()) {
            System.out.println(withoutServices(Math.max(state.path("guards").size(), state.path("guarding").asInt())));
        }
        state.path("services").forEach(Status::service);
        state.path("guards").valueStream().filter(guard -> !guard.path("standing").asString().equals("inactive")).forEach(Status::guard);
        state.path("pools").forEach(Traffic::print);
        state.path("probes").forEach(Status::probes);
        state.path("targets").forEach(Status::target);
        if (!state.path("crowded").asString("").isEmpty()) {
            System.out.println("LITTLE ROOM: " + state.path("crowded").asString());
        }
        state.path("questions").forEach(Approve::print);
        if (!state.path("freeze").isNull()) {
            System.out.printf("FROZEN by %s: %s%n", state.at("/freeze/by").asString(), state.at("/freeze/why").asString());
        }
        long open = state.path("incidents").valueStream().filter(incident -> incident.path("ended").isNull()).count();
        System.out.printf("%d open incidents, %d kept at hand (koboshi incidents)%n", open, state.path("incidents").size());
        state.path("hosts").forEach(Status::host);
        state.path("vantages").forEach(Status::vantage);
    }

    private static String withoutServices(int guards) {
        return guards == 0
                ? "nothing is guarded yet: koboshi init writes a configuration to start from"
                : "%d %s, but no service is kept".formatted(guards, guards == 1 ? "guard watches" : "guards watch");
    }

    private static void service(JsonNode service) {
        var agent = service.at("/agent/linked").asBoolean() ? "" : ", its agent is away";
        var why = service.path("why").asString();
        System.out.printf(
                "  %-10s %s (%s%s)%s%n", service.path("pose").asString(), service.path("id").asString(),
                service.at("/process/state").asString(), agent, why.isEmpty() ? "" : ": " + why);
    }

    private static void probes(JsonNode job) {
        var unasked = job.path("unasked").asInt();
        System.out.printf("probes %s: %d of %d well%s; asked %s%n", job.path("job").asString(), job.path("well").asInt(), job.path("all").asInt(),
                unasked == 0 ? "" : ", " + unasked + " not asked yet", late(job.path("lateMillis").asLong()));
        job.path("failing").forEach(one -> System.out.printf("  away       %s since %s: %s%n", one.path("target").asString(), one.path("since").asString(), one.path("why").asString()));
        int more = job.path("notWell").asInt() - job.path("failing").size();
        if (more > 0) {
            System.out.printf("  and %d more%n", more);
        }
    }

    private static void target(JsonNode target) {
        var error = target.path("error").asString();
        var warning = target.path("warning").asString();
        boolean nowAndThen = error.isEmpty() && target.path("failed").asInt() > 0;
        System.out.printf("target %s of %s: %s%s%n", target.path("target").asString(), target.path("job").asString(),
                nowAndThen ? target.path("failed").asInt() + " of the last " + target.path("of").asInt() + " scrapes failed" + (warning.isEmpty() ? "" : "; ") : error, warning);
    }

    /** A tenth of a second is in time: nobody plans by less. */
    private static String late(long millis) {
        return millis < 100 ? "in time" : "up to %.1f s too late".formatted(millis / 1e3);
    }

    private static void vantage(JsonNode vantage) {
        var linked = vantage.path("linked").asString("");
        var doubt = vantage.path("doubt").asString("");
        boolean here = vantage.path("name").asString().equals("here");
        System.out.printf(
                "vantage %s: %s%s%s%n", vantage.path("name").asString(), here ? "this place" : linked.isEmpty() ? "not linked" : "linked since " + linked,
                ", journeys: " + vantage.path("journeys").asInt(), doubt.isEmpty() ? "" : "; left out, since " + doubt);
    }

    private static void host(JsonNode host) {
        System.out.printf("host %s: memory limits by %s%n", host.path("name").asString(), host.path("limits").asString());
        host.path("unguarded").forEach(program -> System.out.printf("  unguarded  %s%n", program(program)));
    }

    private static String program(JsonNode program) {
        var name = program.path("name").asString();
        var place = program.path("place").asString();
        var who = name.isEmpty() ? "a program its agent may not look at" : "%s (pid %s%s)".formatted(name, program.path("pid").asString(), place.isEmpty() ? "" : ", " + place);
        var at = Stream.of(words(program, "ports", ""), words(program, "udp", "udp "), words(program, "inside", "")).filter(words -> !words.isEmpty()).collect(Collectors.joining(", "));
        return who + (at.isEmpty() ? " listens at no port" : " listens at " + at);
    }

    private static String words(JsonNode program, String key, String before) {
        return program.path(key).valueStream().map(one -> before + one.asString()).collect(Collectors.joining(", "));
    }

    private static void guard(JsonNode guard) {
        System.out.printf("  guard %s is %s: %s%n", guard.path("key").asString(), guard.path("standing").asString(), guard.path("why").asString());
    }
}
