package koboshi.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Agrees to one thing that a guard may not do by itself; without a number, lists what waits. Where an incident asks for several things, say which. Agreeing needs a token of role approver in KOBOSHI_TOKEN."
                + " The guard then tries again with all its brakes; after ten minutes it must ask anew.",
        footer = Exit.HELP)
final class Approve implements Callable<Integer> {
    private static final Pattern PLAIN = Pattern.compile("[\\w@/.:-]+");

    @Mixin
    private Server server;

    @Parameters(arity = "0..1", paramLabel = "INCIDENT", description = "The incident in which it asks.")
    private Long incident;

    @Option(names = "--guard", paramLabel = "GUARD", description = "The guard that asks, as it is listed.")
    private String guard;

    @Option(names = "--verb", paramLabel = "VERB", description = "What it would do.")
    private String verb;

    @Option(names = "--on", paramLabel = "RESOURCE", description = "To what it would do it.")
    private String on;

    @Option(names = "--why", paramLabel = "TEXT", description = "For the timeline; needed with a number.")
    private String why;

    @Override
    public Integer call() {
        if (incident == null && (guard != null || verb != null || on != null)) {
            throw new Wrong("expected the number of the INCIDENT beside --guard, --verb and --on");
        }
        return incident == null ? list() : agree();
    }

    private int list() {
        var questions = server.get("/api/state").path("questions");
        if (questions.isEmpty()) {
            System.out.println("nothing waits for a person's word");
        }
        questions.forEach(Approve::print);
        return questions.isEmpty() ? Exit.OK : Exit.NOT_WELL;
    }

    /** Whoever copies the command agrees to what stands in its line and to nothing that is asked afterwards. */
    static void print(JsonNode question) {
        var verb = question.path("verb").asString().replace('_', '-');
        System.out.printf("  asks      incident %d: guard %s would %s %s; %s koboshi approve %d --guard %s --verb %s --on %s --why ...%n", question.path("incident").asLong(),
                question.path("guard").asString(), verb.replace('-', ' '), question.path("on").asString(), question.at("/why/en").asString(), question.path("incident").asLong(),
                quoted(question.path("guard").asString()), verb, quoted(question.path("on").asString()));
    }

    /** For a shell: labels have braces and quotes, and whoever sends series chooses them. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private int agree() {
        if (why == null || why.isBlank()) {
            throw new Wrong("expected --why TEXT: whoever reads the timeline will want to know");
        }
        var answer = server.post("/api/approvals", word());
        answer.path("agreed").forEach(one -> System.out.println(one.at("/words/en").asString()));
        return Exit.OK;
    }

    private Map<String, Object> word() {
        var word = new LinkedHashMap<String, Object>(Map.of("incident", incident, "why", why));
        putIfSaid(word, "guard", guard);
        putIfSaid(word, "verb", verb);
        putIfSaid(word, "on", on);
        return word;
    }

    private static void putIfSaid(Map<String, Object> word, String key, String value) {
        if (value != null) {
            word.put(key, value);
        }
    }
}
