package koboshi.lesson;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;

/** What became of the acts in a timeline. */
final class Story {
    private final Timeline timeline;

    Story(Timeline timeline) {
        this.timeline = timeline;
    }

    /** An act's beginning, and when. */
    record Begun(Duration at, Entry.ActStarted act) {}

    List<Begun> begun(Optional<Verb> verb, Optional<ResourceId> on) {
        return timeline.lines().stream()
                .filter(line -> line.entry() instanceof Entry.ActStarted)
                .map(line -> new Begun(line.at(), (Entry.ActStarted) line.entry()))
                .filter(begun -> verb.isEmpty() || verb.get() == begun.act().verb())
                .filter(begun -> on.isEmpty() || on.get().equals(begun.act().on()))
                .toList();
    }

    Optional<Begun> lastBegun(Claim.Acted claim, Duration moment) {
        return begun(Optional.of(claim.verb()), claim.on()).stream().filter(begun -> begun.at().compareTo(moment) <= 0).reduce((_, later) -> later);
    }

    /** The lines that tell what the claim says, of whichever act of its verb. */
    Stream<Timeline.Line> telling(Claim.Acted claim) {
        var ids = begun(Optional.of(claim.verb()), claim.on()).stream().map(begun -> begun.act().act()).toList();
        return timeline.lines().stream().filter(line -> tells(line.entry(), claim, ids));
    }

    private static boolean tells(Entry entry, Claim.Acted claim, List<Long> ids) {
        return switch (entry) {
            case Entry.ActStarted started -> claim.fate() == Claim.Fate.STARTED && ids.contains(started.act());
            case Entry.ActDoubted doubted -> claim.fate() == Claim.Fate.DOUBTED && ids.contains(doubted.act());
            case Entry.ActEnded ended -> claim.fate() == fate(ended.outcome()) && ids.contains(ended.act());
            case Entry.ProbationEnded proof -> claim.fate() == (proof.proved() ? Claim.Fate.PROVED : Claim.Fate.UNPROVED) && ids.contains(proof.act());
            case Entry.ActRefused refused -> claim.fate() == Claim.Fate.REFUSED && refuses(refused, claim);
            default -> false;
        };
    }

    private static Claim.Fate fate(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> Claim.Fate.DONE;
            case Outcome.Failed _ -> Claim.Fate.FAILED;
            case Outcome.Unknown _ -> Claim.Fate.DOUBTED;
        };
    }

    private static boolean refuses(Entry.ActRefused refused, Claim.Acted claim) {
        return refused.verb() == claim.verb()
                && claim.on().filter(on -> !on.equals(refused.on())).isEmpty()
                && claim.refusal().filter(type -> !type.equals(Keywords.of(refused.refusal().getClass()))).isEmpty();
    }

    /** The latest word on a verb at the moment: what was last begun, how far it came, or why it was not. */
    String latest(Claim.Acted claim, Duration moment) {
        var any = new Claim.Acted(claim.verb(), claim.on(), Claim.Fate.REFUSED, Optional.empty());
        var ids = begun(Optional.of(claim.verb()), claim.on()).stream().map(begun -> begun.act().act()).toList();
        return timeline.until(moment)
                .filter(line -> Stream.of(Claim.Fate.values()).anyMatch(fate -> tells(line.entry(), any.with(fate), ids)))
                .reduce((_, later) -> later)
                .map(Timeline.Line::words)
                .orElse("no " + Keywords.of(claim.verb()) + " was begun or refused until then");
    }
}
