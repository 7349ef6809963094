package liveqa.preflight;

import java.util.ArrayList;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the service, if it runs already, says of its own parts. */
final class PartsCheck implements Check {
    @Override
    public String id() {
        return "parts";
    }

    @Override
    public Words title() {
        return Words.of("動いている部分", "parts of the service");
    }

    @Override
    public Finding look(Host host) {
        var reply = host.web().get(host.intent().health());
        if (!Ours.answers(reply)) return Finding.unprovable(Words.of("live-qa はまだ動いていない。始めてからもう一度", "live-qa does not run yet; start it and run this again"));
        var parts = Json.read(((Web.Answered) reply).body()).path("parts");
        return parts.isArray() ? judged(parts) : Finding.unprovable(Words.of("動いている版は部分のことを言わない", "the version that runs tells nothing of its parts"));
    }

    private static Finding judged(JsonNode parts) {
        var ill = new ArrayList<String>();
        var well = new ArrayList<String>();
        for (var part : parts) {
            var name = part.path("name").asString("?");
            if (part.path("state").asString("?").equalsIgnoreCase("ok")) well.add(name);
            else ill.add(name + ": " + part.path("why").asString(part.path("state").asString("?")));
        }
        if (ill.isEmpty()) return Finding.passed(Words.same(well.isEmpty() ? "-" : String.join(", ", well)));
        return Finding.failed(Words.same(ill.stream().collect(Collectors.joining("; "))),
                Words.of("その行を上と下から探して直す。ログ: journalctl -u live-qa -n 50", "mend what the other lines say of it; its log: journalctl -u live-qa -n 50"));
    }
}
