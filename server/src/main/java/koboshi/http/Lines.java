package koboshi.http;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import koboshi.action.Outcome;
import koboshi.incident.Entry;
import koboshi.incident.Words;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Evidence;
import koboshi.signal.Fact;
import tools.jackson.databind.node.ObjectNode;

/** Journal lines as JSON, with their words in both languages. */
final class Lines {
    private final ZoneId zone;

    Lines(ZoneId zone) {
        this.zone = zone;
    }

    ObjectNode shape(Line line) {
        var entry = line.entry();
        var node = Json.object()
                .put("offset", line.offset())
                .put("at", Json.time(line.at()))
                .put("type", line.type())
                .put("incident", entry.incident() == 0 ? null : entry.incident())
                .put("on", on(entry).map(ResourceId::toString).orElse(null));
        node.set("words", words(entry));
        node.set("entry", Json.tree(koboshi.agent.link.Json.write(entry, Entry.class)));
        var evidence = node.putArray("evidence");
        evidence(entry).forEach(one -> evidence.addObject()
                .put("name", one.name())
                .put("hash", one.hash())
                .put("bytes", one.bytes()));
        return node;
    }

    ObjectNode words(Entry entry) {
        return Json.object().put("en", Words.en(entry, zone)).put("ja", Words.ja(entry, zone));
    }

    /** What an entry names as its subject; many name only an incident or an act. */
    static Optional<ResourceId> on(Entry entry) {
        return switch (entry) {
            case Entry.IncidentOpened opened -> Optional.of(opened.on());
            case Entry.ActStarted started -> Optional.of(started.on());
            case Entry.ActRefused refused -> Optional.of(refused.on());
            case Entry.Agreed agreed -> Optional.of(agreed.on());
            case Entry.ReliefBegan began -> Optional.of(began.on());
            case Entry.SwitchBegan(var pool, var to, _, _) -> Optional.of(Pool.group(pool, to));
            case Entry.SwitchYields(var pool, var to) -> Optional.of(Pool.group(pool, to));
            case Entry.SwitchShifted(var pool, var to) -> Optional.of(Pool.group(pool, to));
            case Entry.SwitchTurnedBack(var pool, var to, _) -> Optional.of(Pool.group(pool, to));
            case Entry.SwitchEnded(var pool, var to, _) -> Optional.of(Pool.group(pool, to));
            case Entry.ReliefDoomed doomed -> Optional.of(doomed.on());
            case Entry.ReliefEnded ended -> Optional.of(ended.on());
            case Entry.Noted noted -> noted.on();
            case Entry.FactKept kept -> Optional.of(kept.on());
            case Entry.ServiceAdopted adopted -> Optional.of(adopted.service().id());
            case Entry.Dropped(var part, var name) when part.equals("service") -> Optional.of(ResourceId.parse(name));
            default -> Optional.empty();
        };
    }

    private static List<Evidence> evidence(Entry entry) {
        return switch (entry) {
            case Entry.ActEnded(_, _, Outcome.Done(_, var evidence)) -> evidence;
            case Entry.FactKept(_, _, _, _, Fact.Exited exited, _, _) -> exited.evidence();
            default -> List.of();
        };
    }
}
