package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import koboshi.journey.Doubt;
import koboshi.journey.Doubts;
import koboshi.journey.Journey;
import koboshi.journey.Pulse;
import koboshi.journey.Quorum;
import koboshi.journey.Sight;
import koboshi.journey.Verdict;
import koboshi.signal.Run;

/** What each vantage saw of each journey last. Owned by {@link Seen}. */
final class Sightings {
    /** A journey that was to run every second and has not for so many is not watched at all. */
    private static final int MISSED_RUNS = 5;

    private Map<String, Journey> journeys = Map.of();
    private final Map<String, Map<String, Watched>> watched = new HashMap<>();
    /** Since when a journey is as it is; nothing of one that has been so since the start. */
    private final Map<String, Instant> changedAt = new HashMap<>();
    private final Set<String> links = new HashSet<>();
    private final Map<String, Instant> lost = new HashMap<>();
    private Instant now = Instant.MIN;
    /** Asked for by every journey in each step of the loop, and the same throughout one. */
    private Optional<Map<String, Doubt>> doubts = Optional.empty();
    private Map<String, Doubt> doubted = Map.of();
    private final Map<String, Instant> doubtedSince = new HashMap<>();

    /** One journey from one vantage. */
    private record Watched(Pulse pulse, Optional<Instant> ranAt, Optional<String> doubt) {
        static final Watched NEVER = new Watched(Pulse.UNKNOWN, Optional.empty(), Optional.empty());
    }

    /** @param known followed as it changes */
    void at(Instant moment, Map<String, Journey> known) {
        now = moment;
        journeys = known;
        doubts = Optional.empty();
    }

    void ran(String journey, String vantage, List<Run> runs) {
        if (isRun(journey, vantage)) {
            // A run may come in after its journey was taken out of the plan.
            boolean byItself = Optional.ofNullable(journeys.get(journey)).filter(known -> known.burst() == 0).isPresent();
            of(journey).compute(vantage, (_, before) -> {
                var pulse = (before == null ? Watched.NEVER : before).pulse().after(runs);
                return new Watched(byItself ? pulse.confirmedByItself() : pulse, Optional.of(now), Optional.empty());
            });
            doubts = Optional.empty();
        }
    }

    void doubted(String journey, String vantage, String why) {
        if (isRun(journey, vantage)) {
            of(journey).compute(vantage, (_, before) -> {
                var known = before == null ? Watched.NEVER : before;
                return new Watched(known.pulse(), known.ranAt(), Optional.of(why));
            });
            doubts = Optional.empty();
        }
    }

    /** What was on its way when a link was lost comes after it. */
    private boolean isRun(String journey, String vantage) {
        return !lost.containsKey(vantage) && isAskedOf(journey, vantage);
    }

    private boolean isAskedOf(String journey, String vantage) {
        return journeys.containsKey(journey) ? journeys.get(journey).isRunFrom(vantage) : vantage.equals(Quorum.HERE);
    }

    private Map<String, Watched> of(String journey) {
        return watched.computeIfAbsent(journey, _ -> new HashMap<>());
    }

    void linked(String vantage) {
        links.add(vantage);
        lost.remove(vantage);
    }

    boolean isLinked(String vantage) {
        return links.contains(vantage);
    }

    /** It could have seen anything since; what it sees when it is back is seen anew. */
    void lost(String vantage) {
        links.remove(vantage);
        lost.put(vantage, now);
        watched.values().forEach(each -> each.remove(vantage));
        doubts = Optional.empty();
    }

    /** From now on the journey is another. */
    void forget(String journey) {
        watched.remove(journey);
        changedAt.put(journey, now);
        doubts = Optional.empty();
    }

    /** What was under way when the plan changed may be told after it, and speaks of the journey as it was. */
    List<Run> ofToday(String journey, List<Run> runs) {
        var since = changedAt.get(journey);
        return since == null ? runs : runs.stream().filter(run -> !run.began().isBefore(since)).toList();
    }

    void keepOnly(Set<String> known) {
        changedAt.keySet().retainAll(known);
    }

    Pulse pulse(String journey) {
        return several(journey).map(quorum -> Verdict.of(quorum, sights(journey)).pulse()).orElseGet(() -> here(journey).pulse());
    }

    /** Why the journey says nothing, if so. */
    Optional<String> ignorance(String journey) {
        return several(journey).map(quorum -> Verdict.of(quorum, sights(journey)).unknown()).orElseGet(() -> silence(journey, here(journey)));
    }

    private Optional<Quorum> several(String journey) {
        return Optional.ofNullable(journeys.get(journey)).flatMap(Journey::quorum);
    }

    private Watched here(String journey) {
        return watched.getOrDefault(journey, Map.of()).getOrDefault(Quorum.HERE, Watched.NEVER);
    }

    private Optional<String> silence(String journey, Watched seen) {
        return seen.doubt().or(() -> seen.ranAt().isEmpty() ? Optional.of("the journey has not run yet") : missed(journeys.get(journey), seen.ranAt().get()));
    }

    private Optional<String> missed(Journey definition, Instant ran) {
        // Duration.multipliedBy goes through BigDecimal, which for every journey at every tick is most of a decision.
        boolean missed = definition != null && ran.plusNanos(definition.every().toNanos() * MISSED_RUNS).plus(definition.timeout()).isBefore(now);
        return missed ? Optional.of("the journey has not run since " + ran) : Optional.empty();
    }

    /** Of a journey that is run from several vantages. */
    Map<String, Sight> sights(String journey) {
        var sights = new TreeMap<String, Sight>();
        several(journey).ifPresent(quorum -> quorum.from().forEach(vantage -> sights.put(vantage, sight(journey, vantage))));
        return sights;
    }

    private Sight sight(String journey, String vantage) {
        var seen = watched.getOrDefault(journey, Map.of()).getOrDefault(vantage, Watched.NEVER);
        if (lost.containsKey(vantage)) {
            return new Sight.Silent("not linked since " + lost.get(vantage));
        }
        var silence = silence(journey, seen);
        if (silence.isPresent()) {
            return new Sight.Silent(silence.get());
        }
        var doubt = doubts().get(vantage);
        return doubt == null ? new Sight.Said(seen.pulse()) : new Sight.LeftOut(doubt.toString());
    }

    /** Why a vantage is left out, by its name. */
    Map<String, Doubt> doubts() {
        if (doubts.isEmpty()) {
            doubted = Doubts.of(speaking(), doubted);
            doubtedSince.keySet().retainAll(doubted.keySet());
            doubted.keySet().forEach(vantage -> doubtedSince.putIfAbsent(vantage, now));
            doubts = Optional.of(doubted);
        }
        return doubts.get();
    }

    /** Since when it has been left out without a break. */
    Optional<Instant> doubtedSince(String vantage) {
        return doubts().containsKey(vantage) ? Optional.of(doubtedSince.get(vantage)) : Optional.empty();
    }

    /** Since when its link has been lost; empty where it stands, or never stood. */
    Optional<Instant> lostSince(String vantage) {
        return Optional.ofNullable(lost.get(vantage));
    }

    private Map<String, Map<String, Pulse>> speaking() {
        var speaking = new HashMap<String, Map<String, Pulse>>();
        watched.forEach((journey, vantages) -> {
            if (several(journey).isPresent()) {
                var pulses = new HashMap<String, Pulse>();
                vantages.forEach((vantage, seen) -> {
                    if (silence(journey, seen).isEmpty()) {
                        pulses.put(vantage, seen.pulse());
                    }
                });
                speaking.put(journey, pulses);
            }
        });
        return speaking;
    }
}
