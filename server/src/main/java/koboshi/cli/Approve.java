package koboshi.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Agrees to what a guard may not do by itself; without a number, lists what waits. Agreeing needs a token of role approver in KOBOSHI_TOKEN."
                + " The guard then tries again with all its brakes; after ten minutes it must ask anew.",
        footer = Exit.HELP)
final class Approve implements Callable<Integer> {
    @Mixin
    private Server server;

    @Parameters(arity = "0..1", paramLabel = "INCIDENT", description = "The incident in which it asks.")
    private Long incident;

    @Option(names = "--why", paramLabel = "TEXT", description = "For the timeline; needed with a number.")
    private String why;

    @Override
    public Integer call() {
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

    static void print(JsonNode question) {
        System.out.printf("  asks      incident %d: guard %s would %s %s; %s koboshi approve %d --why ...%n", question.path("incident").asLong(), question.path("guard").asString(),
                question.path("verb").asString().replace('_', ' '), question.path("on").asString(), question.at("/why/en").asString(), question.path("incident").asLong());
    }

    private int agree() {
        if (why == null || why.isBlank()) {
            throw new Wrong("expected --why TEXT: whoever reads the timeline will want to know");
        }
        var answer = server.post("/api/approvals", Map.of("incident", incident, "why", why));
        answer.path("agreed").forEach(one -> System.out.println(one.at("/words/en").asString()));
        return Exit.OK;
    }
}
