package koboshi.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import koboshi.journey.Step.Capture;
import koboshi.journey.Step.Turn;
import koboshi.journey.Step.Wording;

/** Reads what is said and heard over a connection: one {@code say} and one {@code hear}, or a list of them under {@code talk}. */
final class TurnReader {
    private static final List<String> TURNS = List.of("say", "hear");
    private static final List<String> HEARING = List.of("contains", "matches", "json", "within", "capture");
    private static final int MOST_TURNS = 100;

    private final Set<String> captured;
    private final boolean messages;

    /** @param captured so far; what is heard here is added */
    private TurnReader(Set<String> captured, boolean messages) {
        this.captured = captured;
        this.messages = messages;
    }

    /** @param messages whether messages are exchanged, which may be JSON, rather than lines */
    static List<Turn> read(Fields fields, Set<String> captured, boolean messages) {
        var reader = new TurnReader(captured, messages);
        if (!fields.has("talk")) {
            return reader.turns(fields);
        }
        fields.refuse(TURNS, "cannot stand beside talk; expected it within talk");
        return fields.get("talk", reader::list).orElse(List.of());
    }

    private Optional<List<Turn>> list(Value value) {
        var items = value.items("a list of {say: ...} and {hear: ...}");
        items.filter(all -> all.size() > MOST_TURNS).ifPresent(_ -> value.problem("expected at most " + MOST_TURNS + " turns"));
        return items.map(all -> all.stream().limit(MOST_TURNS).flatMap(this::one).toList());
    }

    private Stream<Turn> one(Value item) {
        var fields = item.fields(TURNS);
        fields.exactlyOne(TURNS);
        return turns(fields).stream();
    }

    private List<Turn> turns(Fields fields) {
        var turns = new ArrayList<Turn>();
        fields.get("say", this::said).map(Turn.Say::new).ifPresent(turns::add);
        fields.get("hear", this::heard).ifPresent(turns::add);
        return turns;
    }

    private Optional<String> said(Value value) {
        boolean structured = value.isList() || value.isMapping() && !secret(value);
        return messages && structured
                ? Json.text(value).map(text -> Templates.sentAsJson(value, text, captured))
                : Templates.textOrSecret(value, captured);
    }

    private static boolean secret(Value value) {
        return value.names().equals(Set.of("env")) || value.names().equals(Set.of("file"));
    }

    private Optional<Turn> heard(Value value) {
        if (!value.isMapping()) {
            return value.text("text, or a mapping with contains, matches, json, within, capture").map(text -> {
                Templates.refuse(value, text);
                return new Turn.Hear(Wording.containing(text), Map.of(), Optional.empty());
            });
        }
        var fields = value.fields(HEARING);
        Map<String, Capture> word = Map.of(messages ? "message" : "line", new Capture.Whole());
        var captures = fields.get("capture", one -> Optional.of(ExpectationReader.captures(one, word))).orElse(Map.of());
        captured.addAll(value.keys("capture"));
        return Optional.of(new Turn.Hear(ExpectationReader.wording(fields), captures, ExpectationReader.within(fields)));
    }
}
