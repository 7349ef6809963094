package koboshi.lesson;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.incident.Words;
import koboshi.lesson.Claim.Stand;
import koboshi.resource.ResourceId;

/**
 * Holds a claim against a timeline; the answer is what was instead, or nothing when it is so.
 *
 * <p>At a moment, a claim speaks of how things stand then, and what happened until then counts. During a range, what stands must stand
 * throughout, and what happens must happen once at least.
 */
final class Verdict {
    private final Timeline timeline;
    private final Story story;

    Verdict(Timeline timeline) {
        this.timeline = timeline;
        this.story = new Story(timeline);
    }

    Optional<String> instead(Claim claim, When when) {
        return switch (claim) {
            case Claim.Stands(var key, var stand) -> throughout(when, moment -> stands(key, stand, moment));
            case Claim.Judged(var journey, var view, var text) -> throughout(when, moment -> seen(Glances.journey(journey), view, text, moment));
            case Claim.Looks(var vantage, var place, var text) -> throughout(when, moment -> seen(Glances.vantage(vantage), place, text, moment));
            case Claim.Frozen(var by) -> throughout(when, moment -> frozen(by, moment));
            case Claim.Free _ -> throughout(when, moment -> free(moment));
            case Claim.Acted acted -> when.isMoment() ? acted(acted, when.to()) : within(when, story.telling(acted), "nothing of the kind");
            case Claim.NotActed(var verb, var on) -> none(story.begun(verb, on).stream().filter(begun -> soFar(when).holds(begun.at()))
                    .map(begun -> Times.text(begun.at()) + "  " + Words.en(begun.act())));
            case Claim.Fell fell -> fell(fell, when);
            case Claim.Says(var on, var text) -> says(on, text, when);
            case Claim.NoFall(var on) -> when.isMoment() ? noneOpen(on, when.to()) : none(opened(on, when).map(Timeline.Line::words));
            case Claim.Called(var text) -> within(soFar(when), calls(text), "nobody was called so");
            case Claim.NotCalled _ -> none(calls(Optional.empty()).filter(line -> soFar(when).holds(line.at())).map(Timeline.Line::words));
            case Claim.Nothing _ -> none(timeline.within(when).filter(line -> isSomething(line.entry())).map(Timeline.Line::words));
            case Claim.Acts(var verbs, var on) -> acts(verbs, on);
        };
    }

    /** At a moment, everything until then counts. */
    private static When soFar(When when) {
        return when.isMoment() ? new When(Duration.ZERO, when.to()) : when;
    }

    private Optional<String> throughout(When when, Function<Duration, Optional<String>> instead) {
        return timeline.moments(when).flatMap(moment -> instead.apply(moment).map(why -> "at " + Times.text(moment) + " " + why).stream()).findFirst();
    }

    private static Optional<String> within(When when, Stream<Timeline.Line> lines, String otherwise) {
        return lines.anyMatch(line -> when.holds(line.at())) ? Optional.empty() : Optional.of(otherwise);
    }

    private static Optional<String> none(Stream<String> happened) {
        return happened.findFirst();
    }

    // Guards.

    private Optional<String> stands(GuardKey key, Stand stand, Duration moment) {
        var keys = key.labels().isEmpty() ? keysOf(key.guard(), moment) : List.of(key);
        boolean so = stand == Stand.INACTIVE
                ? keys.stream().allMatch(each -> isSo(each, stand, moment))
                : keys.stream().anyMatch(each -> isSo(each, stand, moment));
        return so ? Optional.empty() : Optional.of(keys.stream().map(each -> words(each, moment)).collect(Collectors.joining(", ")));
    }

    private List<GuardKey> keysOf(String guard, Duration moment) {
        var known = timeline.until(moment)
                .map(line -> line.entry() instanceof Entry.StandingChanged changed ? changed.key() : null)
                .filter(Objects::nonNull);
        return Stream.concat(Stream.of(GuardKey.of(guard)), known).filter(key -> key.guard().equals(guard)).distinct().toList();
    }

    /** What cannot be judged is not known to be quiet; what fires goes on firing meanwhile. */
    private boolean isSo(GuardKey key, Stand stand, Duration moment) {
        boolean unknown = timeline.unknownWhy(key, moment).isPresent();
        return stand == Stand.UNKNOWN ? unknown : standing(key, moment) == stand && !(stand == Stand.INACTIVE && unknown);
    }

    private Stand standing(GuardKey key, Duration moment) {
        var changed = timeline.last(Entry.StandingChanged.class, entry -> entry.key().equals(key), moment);
        return changed.map(Entry.StandingChanged::to).map(Verdict::stand).orElse(Stand.INACTIVE);
    }

    private static Stand stand(Standing standing) {
        return switch (standing) {
            case Standing.Inactive _ -> Stand.INACTIVE;
            case Standing.Pending _ -> Stand.PENDING;
            case Standing.Firing _ -> Stand.FIRING;
        };
    }

    private String words(GuardKey key, Duration moment) {
        var unknown = timeline.unknownWhy(key, moment).map(why -> ", and unknown: " + why).orElse("");
        return "guard " + key + " is " + Keywords.of(standing(key, moment)) + unknown;
    }

    private Optional<String> seen(String of, Enum<?> as, Optional<String> text, Duration moment) {
        var glance = timeline.seen(of, moment);
        boolean so = glance.filter(seen -> seen.as() == as && text.filter(wanted -> !seen.why().contains(wanted)).isEmpty()).isPresent();
        return so ? Optional.empty() : Optional.of(glance.map(seen -> seen.words(of)).orElse("nothing was seen of it"));
    }

    // Acts.

    private Optional<String> acted(Claim.Acted claim, Duration moment) {
        var telling = story.telling(claim).filter(line -> line.at().compareTo(moment) <= 0).reduce((_, later) -> later);
        var begun = story.lastBegun(claim, moment);
        boolean so = telling.isPresent() && switch (claim.fate()) {
            case STARTED -> telling.get().at().equals(moment) || isOpen(begun.orElseThrow(), moment);
            case DOUBTED -> isOpen(begun.orElseThrow(), moment);
            case REFUSED -> begun.isEmpty() || begun.get().at().compareTo(telling.get().at()) <= 0;
            case DONE, FAILED, PROVED, UNPROVED -> begun.orElseThrow().at().compareTo(telling.get().at()) <= 0;
        };
        return so ? Optional.empty() : Optional.of(story.latest(claim, moment));
    }

    private boolean isOpen(Story.Begun begun, Duration moment) {
        return timeline.last(Entry.ActEnded.class, ended -> ended.act() == begun.act().act(), moment).isEmpty();
    }

    private Optional<String> acts(List<Verb> verbs, Optional<ResourceId> on) {
        var begun = story.begun(Optional.empty(), on).stream().map(each -> each.act().verb()).toList();
        return begun.equals(verbs) ? Optional.empty() : Optional.of(begun.isEmpty() ? "none" : begun.stream().map(Keywords::of).collect(Collectors.joining(", ")));
    }

    private Stream<Timeline.Line> calls(Optional<String> text) {
        return timeline.lines().stream().filter(line -> line.entry() instanceof Entry.ActStarted act
                && act.verb() == Verb.NOTIFY
                && text.filter(wanted -> !act.why().contains(wanted)).isEmpty());
    }

    // Incidents.

    private Optional<String> fell(Claim.Fell claim, When when) {
        return switch (claim.course()) {
            case OPENED -> opened(claim.on(), when).findAny().isPresent() ? Optional.empty() : Optional.of("none was opened");
            case OPEN -> throughout(when, moment -> open(claim.on(), moment));
            case ENDED -> when.isMoment() ? ended(claim, when.to()) : within(when, endings(claim), "none ended so");
        };
    }

    private Stream<Timeline.Line> opened(Optional<ResourceId> on, When when) {
        return timeline.within(when).filter(line -> line.entry() instanceof Entry.IncidentOpened opened && on.filter(one -> !one.equals(opened.on())).isEmpty());
    }

    private Optional<Entry.IncidentOpened> last(Optional<ResourceId> on, Duration moment) {
        return timeline.last(Entry.IncidentOpened.class, opened -> on.filter(one -> !one.equals(opened.on())).isEmpty(), moment);
    }

    private Optional<Entry.IncidentEnded> endOf(Entry.IncidentOpened opened, Duration moment) {
        return timeline.last(Entry.IncidentEnded.class, ended -> ended.incident() == opened.incident(), moment);
    }

    private Optional<String> open(Optional<ResourceId> on, Duration moment) {
        var last = last(on, moment);
        if (last.isEmpty()) {
            return Optional.of("none was opened");
        }
        return endOf(last.get(), moment).map(Words::en);
    }

    private Optional<String> noneOpen(Optional<ResourceId> on, Duration moment) {
        return timeline.until(moment)
                .map(Timeline.Line::entry)
                .filter(entry -> entry instanceof Entry.IncidentOpened opened
                        && on.filter(one -> !one.equals(opened.on())).isEmpty()
                        && endOf(opened, moment).isEmpty())
                .findFirst()
                .map(Words::en);
    }

    private Optional<String> ended(Claim.Fell claim, Duration moment) {
        var last = last(claim.on(), moment);
        if (last.isEmpty()) {
            return Optional.of("none was opened");
        }
        var end = endOf(last.get(), moment);
        if (end.isEmpty()) {
            return Optional.of("incident " + last.get().incident() + " is still open");
        }
        boolean so = claim.ending().filter(how -> how != end.get().ending()).isEmpty();
        return so ? Optional.empty() : end.map(Words::en);
    }

    private Stream<Timeline.Line> endings(Claim.Fell claim) {
        return timeline.lines().stream().filter(line -> line.entry() instanceof Entry.IncidentEnded ended
                && claim.ending().filter(how -> how != ended.ending()).isEmpty()
                && last(claim.on(), line.at()).filter(opened -> opened.incident() == ended.incident()).isPresent());
    }

    private Optional<String> says(Optional<ResourceId> on, String text, When when) {
        var last = last(on, when.to());
        if (last.isEmpty()) {
            return Optional.of("none was opened");
        }
        long incident = last.get().incident();
        boolean so = timeline.within(soFar(when)).anyMatch(line -> line.entry().incident() == incident && Words.en(line.entry()).contains(text));
        return so ? Optional.empty() : Optional.of("no line of incident " + incident + " says so");
    }

    // Hands.

    private List<Entry.Frozen> freezes(Duration moment) {
        var frozen = new TreeMap<String, Entry.Frozen>();
        timeline.until(moment).forEach(line -> {
            switch (line.entry()) {
                case Entry.Frozen entry -> frozen.put(entry.by(), entry);
                case Entry.Thawed entry -> frozen.remove(entry.by());
                default -> {}
            }
        });
        return List.copyOf(frozen.values());
    }

    private Optional<String> frozen(Optional<String> by, Duration moment) {
        var freezes = freezes(moment);
        boolean so = freezes.stream().anyMatch(freeze -> by.isEmpty() || by.get().equals(freeze.by()));
        return so ? Optional.empty() : Optional.of(freezes.isEmpty() ? "hands are free" : Words.en(freezes.getFirst()));
    }

    private Optional<String> free(Duration moment) {
        return freezes(moment).stream().findFirst().map(Words::en);
    }

    private static boolean isSomething(Entry entry) {
        return switch (entry) {
            case Entry.StandingChanged _, Entry.IncidentOpened _, Entry.IncidentEnded _, Entry.ActStarted _, Entry.ActRefused _, Entry.Agreed _, Entry.ReliefBegan _, Entry.ReliefDoomed _, Entry.SwitchBegan _, Entry.SwitchTurnedBack _, Entry.ActDoubted _,
                    Entry.Frozen _ -> true;
            case Entry.ServiceAdopted _, Entry.PoolAdopted _, Entry.ServersFound _, Entry.JourneyAdopted _, Entry.DutyAdopted _, Entry.Dropped _, Entry.KnowledgeLost _,
                    Entry.KnowledgeRegained _, Entry.Answering _, Entry.ActEnded _, Entry.ProbationBegan _, Entry.ProbationEnded _, Entry.ReliefEnded _, Entry.SwitchYields _, Entry.SwitchShifted _, Entry.SwitchEnded _, Entry.Thawed _,
                    Entry.ClockJumped _, Entry.Noted _, Entry.FactKept _, Entry.Beaten _, Entry.MemoryAtFall _ -> false;
        };
    }
}
