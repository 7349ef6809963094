package koboshi.agent.journey;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.journey.Step;
import koboshi.journey.Step.Turn;

/** Turns taken over something that carries lines or messages. */
final class Dialogue {
    /** What carries them. */
    interface Carrier {
        void say(String text) throws IOException;

        /** The next line or message; nothing when the other side has ended it. */
        Optional<String> next() throws IOException;
    }

    private final String kind;
    private final Carrier carrier;
    private final Attempt attempt;
    private final Script script;
    private final Map<String, String> captured = new HashMap<>();
    private volatile String waiting = "no connection";

    /** @param kind what is carried, as "line" */
    Dialogue(String kind, Carrier carrier, Attempt attempt, Script script) {
        this.kind = kind;
        this.carrier = carrier;
        this.attempt = attempt;
        this.script = script;
    }

    String waiting() {
        return waiting;
    }

    Map<String, String> captured() {
        return captured;
    }

    /** What went wrong, if anything did. */
    Optional<String> take(List<Turn> turns) throws IOException {
        for (var turn : turns) {
            var trouble = switch (turn) {
                case Turn.Say(var text) -> say(text);
                case Turn.Hear hear -> hear(hear);
            };
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return Optional.empty();
    }

    private Optional<String> say(String text) throws IOException {
        waiting = "what was said was not taken";
        carrier.say(text);
        return Optional.empty();
    }

    private Optional<String> hear(Turn.Hear hear) throws IOException {
        try (var patience = Patience.of(hear.within(), attempt)) {
            try {
                var trouble = await(hear);
                return patience.over() ? Optional.of(patience.lost(attempt)) : trouble;
            } catch (IOException trouble) {
                if (patience.over()) {
                    return Optional.of(patience.lost(attempt));
                }
                throw trouble;
            }
        }
    }

    private Optional<String> await(Turn.Hear hear) throws IOException {
        var wanted = kind + wanted(hear.expect());
        waiting = "no " + wanted;
        for (var next = carrier.next(); next.isPresent(); next = carrier.next()) {
            var reading = new Reading("a " + kind, next.get(), script);
            if (reading.says(hear.expect())) {
                captured.putAll(reading.captured(hear.captures(), _ -> Optional.empty()));
                script.keep(captured);
                return Optional.empty();
            }
            waiting = "no " + wanted + " (the last was " + script.shown(next.get()) + ")";
        }
        return Optional.of("the connection was closed: " + waiting);
    }

    private static String wanted(Step.Wording wording) {
        return wording.contains().stream().map(Reading::quoted).findFirst()
                .or(() -> wording.matches().stream().map(pattern -> "a match of " + pattern).findFirst())
                .or(() -> wording.json().entrySet().stream().map(each -> Reading.quoted(each.getValue()) + " at " + each.getKey()).findFirst())
                .map(what -> " with " + what)
                .orElse("");
    }
}
