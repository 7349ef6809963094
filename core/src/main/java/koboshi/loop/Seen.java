package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.action.Outcome;
import koboshi.guard.GuardKey;
import koboshi.guard.Holding.Unknown;
import koboshi.journey.Doubt;
import koboshi.journey.Journey;
import koboshi.journey.Pulse;
import koboshi.journey.Sight;
import koboshi.resource.Bytes;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.signal.Findings;
import koboshi.signal.Flow;
import koboshi.signal.Reading;
import koboshi.signal.Run;

/**
 * Soft state: what was seen last. Never journaled; after a start it is learnt again, and until then guards are unknown.
 *
 * <p>Owned by the loop's one thread.
 */
public final class Seen {
    /** A link this young may still bring facts of what happened while it was away. */
    private static final Duration FACTS_COME_WITHIN = Duration.ofSeconds(2);

    private static final Duration FRESH = Duration.ofSeconds(10);
    /** Balancers are asked many times a second and tell each second. */
    private static final Duration TRAFFIC_LASTS = Duration.ofSeconds(5);

    private static final Duration TRAFFIC_SETTLES = Duration.ofSeconds(2);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    private Instant since;
    private final Sightings sightings = new Sightings();
    private final Map<String, Instant> beats = new HashMap<>();
    private final Map<String, Findings> answers = new HashMap<>();
    private final Map<String, Instant> answeredAt = new HashMap<>();
    /** Since when the series behind a guard have been seen again after they could not be. */
    private final Map<String, Instant> sightedSince = new HashMap<>();
    private final Map<String, Instant> toldOfTrouble = new HashMap<>();
    private final Map<ResourceId, Warm> warm = new HashMap<>();
    /** By journey, then by vantage. */
    private final Map<String, Map<String, Tempo>> tempos = new HashMap<>();
    /** Of which process it was last said how much it held when it failed or slowed. */
    private final Map<ResourceId, Instant> weighed = new HashMap<>();
    private final Map<GuardKey, Instant> goneSince = new HashMap<>();
    private final Map<String, Instant> watchedSince = new HashMap<>();
    private final Map<ResourceId, Instant> lastClean = new HashMap<>();
    /** Linked: after a start everything is unknown, and a plain table that grew then would be walked in full ever after. */
    private final Map<GuardKey, Ignorance> unknown = new LinkedHashMap<>();
    private final Map<String, Instant> agents = new HashMap<>();
    private final Map<ResourceId, Vain> vain = new HashMap<>();
    private final Map<String, Traffic> traffic = new HashMap<>();
    boolean clockJumped;

    public Seen(Instant since) {
        this.since = since;
    }

    void see(Event event, State state, Instant at) {
        sightings.at(at, state.journeys);
        switch (event) {
            case Event.JourneyRan(var journey, var vantage, var runs) -> {
                ran(journey, vantage, runs, state.journeys.get(journey));
                tempo(journey, vantage, runs, state);
            }
            case Event.JourneyDoubted(var journey, var vantage, var why) -> sightings.doubted(journey, vantage, why);
            case Event.VantageLinked(var vantage) -> sightings.linked(vantage);
            case Event.VantageLost(var vantage) -> sightings.lost(vantage);
            case Event.Beat(var heartbeat) -> beats.put(heartbeat, at);
            case Event.Answered answered -> answered(answered, state, at);
            case Event.TrafficSeen now -> traffic.compute(now.pool(), (_, before) -> Traffic.after(before, now, at));
            case Event.AgentLinked(var agent) -> agents.put(agent, at);
            case Event.AgentLost(var agent) -> agents.remove(agent);
            case Event.ActEnded(var act, var outcome) -> ended(state.acts.get(act), outcome, at);
            case Event.ClockJumped _ -> jumped(at);
            case Event.Planned(var next) -> forgetWhatChanged(state, next, at);
            case Event.Tick _, Event.Reported _, Event.Ordered _, Event.Agreed _, Event.SwitchOrdered _, Event.FreezeOrdered _, Event.ThawOrdered _, Event.Noted _,
                    Event.SelfChecked _, Event.Resumed _ -> {}
        }
    }

    /** Tries to move the traffic of a server that failed, one after the other. */
    private record Vain(Instant last, int times) {
        Instant until() {
            return last.plus(FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS)));
        }
    }

    private void ended(Act act, Outcome outcome, Instant at) {
        if (act == null || !act.verb().byBalancer()) {
            return;
        }
        switch (outcome) {
            case Outcome.Done _ -> vain.remove(act.on());
            case Outcome.Failed _ -> vain.merge(act.on(), new Vain(at, 1), (before, _) -> new Vain(at, before.times() + 1));
            case Outcome.Unknown _ -> {}
        }
    }

    /** Until when the traffic of a server is left alone after it could not be moved. */
    Optional<Instant> pauseAfterFailure(ResourceId backend) {
        return Optional.ofNullable(vain.get(backend)).map(Vain::until);
    }

    /**
     * What was last said of a pool.
     *
     * @param saidSince since when the same balancers have answered without a break
     */
    private record Traffic(Instant at, Map<ResourceId, Flow> flows, Optional<String> trouble, Map<String, String> amiss, boolean whole, Instant saidSince) {
        static Traffic after(Traffic before, Event.TrafficSeen now, Instant at) {
            boolean whole = now.flows().values().stream().allMatch(Flow::whole);
            boolean goesOn = before != null && before.trouble.isEmpty() && now.trouble().isEmpty() && before.whole == whole && before.at.plus(TRAFFIC_LASTS).isAfter(at);
            return new Traffic(at, now.flows(), now.trouble(), now.amiss(), whole, goesOn ? before.saidSince : at);
        }
    }

    /** Why no balancer of the pool can be told anything, if so. */
    public Optional<String> trafficTrouble(String pool, Instant at) {
        var last = traffic.get(pool);
        if (last == null) {
            return Optional.of("no balancer has said anything yet");
        }
        return last.trouble().or(() -> last.at().plus(TRAFFIC_LASTS).isAfter(at) ? Optional.empty() : Optional.of("no balancer has said anything since " + last.at()));
    }

    /** Why balancers of the pool cannot be counted on though others can, by their addresses. */
    public Map<String, String> balancersAmiss(String pool) {
        return traffic.containsKey(pool) ? traffic.get(pool).amiss() : Map.of();
    }

    /** What the balancers say of a server. */
    public Optional<Flow> flow(String pool, ResourceId backend) {
        return Optional.ofNullable(traffic.get(pool)).map(last -> last.flows().get(backend));
    }

    /** What the balancers say of a server when they have answered for a while: what they were told while they were silent has come to them by then. */
    Optional<Flow> settledFlow(String pool, ResourceId backend, Instant at) {
        boolean settled = trafficTrouble(pool, at).isEmpty() && !traffic.get(pool).saidSince().plus(TRAFFIC_SETTLES).isAfter(at);
        return settled ? flow(pool, backend) : Optional.empty();
    }

    /** Whether what is known of the pool's traffic is of after the moment. */
    boolean trafficSince(String pool, Instant moment) {
        return traffic.containsKey(pool) && traffic.get(pool).at().isAfter(moment);
    }

    private void answered(Event.Answered answered, State state, Instant at) {
        var before = answers.put(answered.guard(), answered.findings());
        if (before != null && (before.trouble().isPresent() || !answeredAt.get(answered.guard()).plus(Judge.ANSWER_LASTS).isAfter(at))) {
            sightedSince.put(answered.guard(), at);
        }
        answeredAt.put(answered.guard(), at);
        var named = answered.findings().readings().stream().map(reading -> key(answered.guard(), reading)).collect(Collectors.toSet());
        warm(answered, state, at);
        boolean says = answered.findings().trouble().isEmpty();
        goneSince.keySet().removeIf(key -> key.guard().equals(answered.guard()) && (!says || named.contains(key) || !state.standings.containsKey(key)));
        if (says) {
            state.standingsOf(answered.guard()).filter(key -> !named.contains(key)).forEach(key -> goneSince.putIfAbsent(key, at));
        }
    }

    /** What a service held when it had just warmed up is what it needs. */
    private void warm(Event.Answered answered, State state, Instant at) {
        var service = Plan.ofHardLine(answered.guard()).map(state.services::get).orElse(null);
        if (service != null
                && state.processes.get(service.id()) instanceof Process.Running running
                && !running.since().plus(service.warmUp()).isAfter(at)
                && !(warm.get(service.id()) instanceof Warm known && known.since().equals(running.since()))) {
            memory(service.id(), at).ifPresent(held -> warm.put(service.id(), new Warm(running.since(), held)));
        }
    }

    /** @param since of the process */
    private record Warm(Instant since, Bytes held) {}

    /** What the service holds, by what its agent reported a moment ago. */
    Optional<Bytes> memory(ResourceId service, Instant at) {
        return fresh(Plan.hardLine(service), at).stream().map(Reading::value).filter(value -> value >= 0).max(Double::compare).map(value -> new Bytes(Math.round(value)));
    }

    Optional<Bytes> warmMemory(ResourceId service) {
        return Optional.ofNullable(warm.get(service)).map(Warm::held);
    }

    static GuardKey key(String guard, Reading reading) {
        return new GuardKey(guard, reading.labels().without(Labels.NAME));
    }

    /** Since when answers have not spoken of a key that stands, without a break. */
    Optional<Instant> goneSince(GuardKey key) {
        return Optional.ofNullable(goneSince.get(key));
    }

    /** A leap is no time that passed: nothing is overdue for it, and no window is covered. */
    private void jumped(Instant at) {
        clockJumped = true;
        since = at;
        goneSince.clear();
        beats.clear();
    }

    private void ran(String journey, String vantage, List<Run> told, Journey definition) {
        var runs = sightings.ofToday(journey, told);
        if (runs.isEmpty()) {
            return;
        }
        sightings.ran(journey, vantage, runs);
        if (definition != null && definition.isRunFrom(vantage)) {
            runs.stream().filter(Run::clean).map(Run::began).max(Instant::compareTo)
                    .ifPresent(began -> lastClean.merge(definition.service(), began, (a, b) -> a.isAfter(b) ? a : b));
        }
    }

    /** While it rises it is slower than usual, and of what is not kept here nobody knows when it began. */
    private void tempo(String journey, String vantage, List<Run> runs, State state) {
        var definition = state.journeys.get(journey);
        var service = definition == null ? null : state.services.get(definition.service());
        if (service == null || !definition.isRunFrom(vantage) || !(state.processes.get(service.id()) instanceof Process.Running running)) {
            return;
        }
        var ofVantages = tempos.computeIfAbsent(journey, _ -> new HashMap<>());
        var tempo = ofVantages.compute(vantage, (_, before) -> before == null || !before.of(running.since()) ? new Tempo(running.since()) : before);
        var warmFrom = running.since().plus(service.warmUp());
        runs.stream().filter(run -> !run.began().isBefore(warmFrom)).forEach(tempo::ran);
    }

    /** Whether clean runs of the journey have taken several times as long as when its process had warmed up, and for a while. */
    boolean slow(String journey, Instant at) {
        return tempos.getOrDefault(journey, Map.of()).values().stream().anyMatch(tempo -> tempo.slow(at));
    }

    /** Whether the process is weighed for the first time; one growth is one finding, however often it is noticed. */
    boolean weighsFirst(ResourceId service, Instant process) {
        return !process.equals(weighed.put(service, process));
    }

    /** A changed journey says nothing about what it said before. */
    private void forgetWhatChanged(State before, Plan next, Instant at) {
        before.journeys.forEach((name, journey) -> {
            if (!journey.equals(next.journeys().get(name))) {
                sightings.forget(name);
                tempos.remove(name);
            }
        });
        weighed.keySet().retainAll(next.services().keySet());
        before.duties.forEach((name, duty) -> {
            if (!duty.equals(next.duties().get(name))) {
                answers.remove(name);
            }
        });
        next.duties().forEach((name, duty) -> {
            var old = before.duties.get(name);
            if (old == null || !old.guard().equals(duty.guard())) {
                watchedSince.put(name, at);
                unknown.keySet().removeIf(key -> key.guard().equals(name));
                goneSince.keySet().removeIf(key -> key.guard().equals(name));
            }
        });
        if (!before.journeys.isEmpty()) {
            next.journeys().keySet().stream().filter(name -> !before.journeys.containsKey(name)).forEach(sightings::forget);
        }
        sightings.keepOnly(next.journeys().keySet());
        lastClean.keySet().retainAll(next.journeys().values().stream().map(Journey::service).collect(Collectors.toSet()));
        vain.keySet().removeIf(backend -> next.pools().values().stream().noneMatch(pool -> pool.has(backend)));
        traffic.keySet().removeIf(pool -> !before.pools.containsKey(pool) || !before.pools.get(pool).sameBut(next.pools().get(pool)));
        unknown.keySet().removeIf(key -> !next.duties().containsKey(key.guard()));
        goneSince.keySet().removeIf(key -> !next.duties().containsKey(key.guard()));
        watchedSince.keySet().retainAll(next.duties().keySet());
        sightedSince.keySet().retainAll(next.duties().keySet());
    }

    /** Since when the guard has been watched without a break. */
    Instant since(String guard) {
        var adopted = watchedSince.getOrDefault(guard, since);
        return adopted.isAfter(since) ? adopted : since;
    }

    /** Since when the series behind the guard have been looked at without a break: while their source was away, nobody could have seen a sample. */
    Instant sightedSince(String guard) {
        var since = since(guard);
        var again = sightedSince.getOrDefault(guard, since);
        return again.isAfter(since) ? again : since;
    }

    /** Since when, and why, a key is unknown. */
    private record Ignorance(Instant since, String why) {}

    /** Since when the key has been unknown without a break. */
    Instant unknownSince(GuardKey key, String why, Instant at) {
        return unknown.compute(key, (_, before) -> new Ignorance(before == null ? at : before.since(), why)).since();
    }

    void known(GuardKey key) {
        unknown.remove(key);
    }

    List<GuardKey> unknownOf(String guard) {
        return unknown.keySet().stream().filter(key -> key.guard().equals(guard)).toList();
    }

    boolean isUnknown(GuardKey key) {
        return unknown.containsKey(key);
    }

    /** The guards that cannot be judged as a whole. */
    public Set<String> unknownGuards() {
        return unknown.keySet().stream().filter(key -> key.labels().isEmpty()).map(GuardKey::guard).collect(Collectors.toSet());
    }

    /** Why the key cannot be judged, if it cannot. */
    public Optional<String> unknownWhy(GuardKey key) {
        return Optional.ofNullable(unknown.get(key)).map(Ignorance::why);
    }

    /** What its runs say, of all its vantages together. */
    public Pulse pulse(String journey) {
        return sightings.pulse(journey);
    }

    /** Why the journey says nothing, if so. */
    public Optional<String> ignorance(String journey) {
        return sightings.ignorance(journey);
    }

    /** What each vantage says of it; empty for a journey that is run from here alone. */
    public Map<String, Sight> sights(String journey) {
        return sightings.sights(journey);
    }

    /** Why a vantage is left out of every verdict, by its name. */
    public Map<String, Doubt> doubtedVantages() {
        return sightings.doubts();
    }

    /** Since when a vantage has been left out without a break. */
    public Optional<Instant> vantageDoubtedSince(String vantage) {
        return sightings.doubtedSince(vantage);
    }

    public boolean vantageLinked(String vantage) {
        return sightings.isLinked(vantage);
    }

    /** Since when a vantage's link has been lost; empty where it stands, or never stood. */
    public Optional<Instant> vantageLostSince(String vantage) {
        return sightings.lostSince(vantage);
    }

    Optional<Instant> beat(String heartbeat) {
        return Optional.ofNullable(beats.get(heartbeat));
    }

    Optional<Instant> answeredAt(String guard) {
        return Optional.ofNullable(answeredAt.get(guard));
    }

    boolean answeredAfter(String guard, Instant moment) {
        var answered = answeredAt.get(guard);
        return answered != null && answered.isAfter(moment);
    }

    /** The guards and questions whose latest answer is this trouble. */
    Stream<String> guardsIn(String trouble) {
        return answers.entrySet().stream().filter(each -> each.getValue().trouble().filter(trouble::equals).isPresent()).map(Map.Entry::getKey);
    }

    /** Whether a person was told lately of just this, by whatever guard. */
    boolean toldOfTrouble(Unknown unknown, Instant at) {
        var told = toldOfTrouble.get(unknown.reason());
        return told != null && told.plus(unknown.callAgain()).isAfter(at);
    }

    void tellOfTrouble(Unknown unknown, Instant at) {
        toldOfTrouble.values().removeIf(told -> !told.plus(unknown.callAgain()).isAfter(at));
        toldOfTrouble.put(unknown.reason(), at);
    }

    Optional<Findings> answer(String guard) {
        return Optional.ofNullable(answers.get(guard));
    }

    List<Reading> readings(String guard) {
        return answer(guard).map(Findings::readings).orElse(List.of());
    }

    /** What was answered a moment ago, if that says anything: for what is decided by the second. */
    List<Reading> fresh(String question, Instant at) {
        var answered = answeredAt.get(question);
        return answered != null && answered.plus(FRESH).isAfter(at) ? readings(question) : List.of();
    }

    /** What the latest answer says of the key, in words, whether it is bad or not. */
    public Optional<String> says(GuardKey key) {
        return readings(key.guard()).stream().filter(reading -> key(key.guard(), reading).equals(key)).map(Reading::says).filter(says -> !says.isEmpty()).findFirst();
    }

    public boolean linked(String agent) {
        return agents.containsKey(agent);
    }

    /** Whether what the agent last said of its processes is how they are. */
    boolean upToDate(String agent, Instant at) {
        var linked = agents.get(agent);
        return linked != null && !linked.plus(FACTS_COME_WITHIN).isAfter(at);
    }

    /** Whether any journey of the service ran clean since the moment. */
    boolean answeredSince(ResourceId service, Instant moment) {
        var clean = lastClean.get(service);
        return clean != null && clean.isAfter(moment);
    }
}
