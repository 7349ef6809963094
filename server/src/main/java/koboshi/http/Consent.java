package koboshi.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import koboshi.loop.Question;
import tools.jackson.databind.JsonNode;

/**
 * A person's word, as it came in.
 *
 * @param guard the guard that was shown to ask
 * @param verb what it would do
 * @param on to what; these three may be left out as far as the incident asks one thing alone without them
 */
record Consent(long incident, Optional<String> guard, Optional<String> verb, Optional<String> on, String why) {
    private static final Set<String> KEYS = Set.of("incident", "guard", "verb", "on", "why");
    private static final int LONGEST_WHY = 1000;
    private static final int MOST_NAMED = 10;

    static Consent parse(byte[] body) {
        var node = Order.object(body, KEYS);
        return new Consent(incident(node), named(node, "guard"), named(node, "verb").map(verb -> verb.replace('-', '_')), named(node, "on"), why(node));
    }

    private static long incident(JsonNode node) {
        var incident = node.get("incident");
        if (incident == null || !incident.isIntegralNumber() || !incident.canConvertToLong()) {
            throw Refused.expected("expected \"incident\", the number of the incident in which a guard asks");
        }
        return incident.longValue();
    }

    private static Optional<String> named(JsonNode node, String key) {
        return node.has(key) ? Optional.of(Order.text(node, key)) : Optional.empty();
    }

    private static String why(JsonNode node) {
        var why = Order.text(node, "why");
        if (why.length() > LONGEST_WHY) {
            throw Refused.expected("expected a \"why\" of at most " + LONGEST_WHY + " characters");
        }
        return why;
    }

    /**
     * The one question it answers.
     *
     * @throws Refused where it answers none of them, or more than one: nobody agrees to what was not shown
     */
    Question among(List<Question> questions) {
        var open = questions.stream().filter(question -> question.incident() == incident).toList();
        var meant = open.stream().filter(this::means).toList();
        if (open.isEmpty()) {
            throw nothingAsked(incident);
        }
        if (meant.isEmpty()) {
            throw new Refused(409, "incident " + incident + " does not ask that now: look again. It asks: " + listed(open));
        }
        if (meant.size() > 1) {
            throw new Refused(409, "incident " + incident + " asks for " + meant.size() + " things: say by guard, verb and on which one you agree to. It asks: " + listed(meant));
        }
        return meant.getFirst();
    }

    private boolean means(Question question) {
        return guard.filter(one -> !one.equals(question.asked().toString())).isEmpty()
                && verb.filter(one -> !one.equals(StateShape.lower(question.verb()))).isEmpty()
                && on.filter(one -> !one.equals(question.on().toString())).isEmpty();
    }

    static Refused nothingAsked(long incident) {
        return new Refused(409, "nothing in incident " + incident + " waits for a person's word now: look again");
    }

    private static String listed(List<Question> questions) {
        var first = questions.stream().limit(MOST_NAMED)
                .map(question -> "guard " + question.asked() + " would " + StateShape.lower(question.verb()).replace('_', '-') + " " + question.on())
                .collect(Collectors.joining("; "));
        return questions.size() > MOST_NAMED ? first + "; and " + (questions.size() - MOST_NAMED) + " more" : first;
    }
}
