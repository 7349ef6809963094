package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Refusal;
import koboshi.action.TrackRecord;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.journey.Journey;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/**
 * Hard state: everything that happened and still matters, built from entries and nothing else.
 *
 * <p>Replay is {@link #apply} over the journal; it never decides. Owned by the loop's one thread: the working copy is changed in place,
 * since copying it for each of ten thousand events a second would cost more than deciding them.
 */
public final class State {
    static final Duration AN_HOUR = Duration.ofHours(1);

    final TreeMap<ResourceId, Service> services = new TreeMap<>();
    final TreeMap<String, Journey> journeys = new TreeMap<>();
    final TreeMap<String, Duty> duties = new TreeMap<>();
    final TreeMap<String, Pool> pools = new TreeMap<>();
    /** Of servers that are not simply in. */
    final TreeMap<ResourceId, Seat> seats = new TreeMap<>();
    final TreeMap<GuardKey, Standing> standings = new TreeMap<>();
    final TreeMap<GuardKey, Instant> unknown = new TreeMap<>();
    final TreeMap<GuardKey, Remedy> remedies = new TreeMap<>();
    /** By the guard that asked. */
    final TreeMap<GuardKey, Agreement> agreements = new TreeMap<>();
    /** By the pool. */
    final TreeMap<String, Switch> switches = new TreeMap<>();
    /** By the service that is relieved. */
    final TreeMap<ResourceId, Relief> reliefs = new TreeMap<>();
    /** When the standby of a service last failed to take over. */
    final TreeMap<ResourceId, Instant> reliefsInVain = new TreeMap<>();
    /** Servers that are kept in reserve; follows from the pools. */
    List<ResourceId> standbys = List.of();
    final TreeMap<Long, Act> acts = new TreeMap<>();
    final TreeMap<Long, Probation> probations = new TreeMap<>();
    final TreeMap<ResourceId, Long> openIncidents = new TreeMap<>();
    final TreeMap<Long, Incident> incidents = new TreeMap<>();
    final TreeMap<ResourceId, Process> processes = new TreeMap<>();
    /** When its agent last looked, as it does after an act whose outcome is unknown. */
    final TreeMap<ResourceId, Instant> heardAt = new TreeMap<>();
    final TreeMap<ResourceId, Deque<Entry.MemoryAtFall>> memoryAtFalls = new TreeMap<>();
    final TreeMap<ResourceId, Instant> turnedBad = new TreeMap<>();
    final TreeMap<ResourceId, Instant> suspectedAt = new TreeMap<>();
    final TreeMap<ResourceId, Instant> disruptedAt = new TreeMap<>();
    final TreeMap<String, Instant> calledAt = new TreeMap<>();
    final TreeMap<String, Instant> beats = new TreeMap<>();
    final TreeMap<String, TrackRecord> records = new TreeMap<>();
    final TreeMap<String, Long> factSeqs = new TreeMap<>();
    final TreeMap<String, Freeze> freezes = new TreeMap<>();
    final Deque<Act> recent = new ArrayDeque<>();
    long lastAct;
    long lastIncident;
    Instant at = Instant.EPOCH;
    private Places places;
    private Matters matters;
    private final Consequences consequences = new Consequences(this);

    /** Changes the state as the entry says; the moment is when it was written. */
    public void apply(Entry entry, Instant moment) {
        at = moment.isAfter(at) ? moment : at;
        consequences.of(entry);
    }

    /** What follows a colon differs from time to time; a call about the same thing is the same call. */
    static String callKey(GuardKey by, Motive motive, String why) {
        return by + " " + (motive == Motive.RUNBOOK ? "runbook" : why.split(":", 2)[0]);
    }

    public Snapshot snapshot() {
        return Snapshot.of(this);
    }

    public static State of(Snapshot snapshot) {
        return snapshot.restore();
    }

    Plan plan() {
        return new Plan(services, journeys, duties, pools);
    }

    /** The keys of one guard that stand somewhere. */
    Stream<GuardKey> standingsOf(String guard) {
        return standings.tailMap(GuardKey.of(guard), true).keySet().stream().takeWhile(key -> key.guard().equals(guard));
    }

    Standing standing(GuardKey key) {
        return standings.getOrDefault(key, Standing.INACTIVE);
    }

    /** @return where it stood before */
    Standing stand(GuardKey key, Standing now) {
        var before = standings.put(key, now);
        if (matters != null) {
            matters.stood(key);
        }
        return before == null ? Standing.INACTIVE : before;
    }

    void clear(GuardKey key) {
        standings.remove(key);
        if (matters != null) {
            matters.cleared(key);
        }
    }

    OptionalLong openIncident(ResourceId on) {
        var id = openIncidents.get(on);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    Optional<Act> openAct(ResourceId on) {
        return acts.values().stream().filter(act -> act.verb() != Verb.NOTIFY && act.on().equals(on)).findFirst();
    }

    private Places places() {
        if (places == null) {
            places = new Places(journeys.values(), pools.values(), duties.values());
        }
        return places;
    }

    /** Whether any guard stands for it. */
    boolean isSpokenAgainst(ResourceId on) {
        if (matters == null) {
            matters = new Matters(this);
        }
        return matters.stands(on);
    }

    /** To be called after every change of services, journeys, pools or duties. */
    void planChanged() {
        places = null;
        matters = null;
    }

    /** The journeys that are guarded on its behalf. */
    List<String> journeysGuardedOn(ResourceId on) {
        return places().guardedOn(on);
    }

    Optional<Pool> poolOf(ResourceId backend) {
        return places().poolOf(backend);
    }

    void poolsChanged() {
        standbys = pools.values().stream().flatMap(pool -> pool.members().stream()).filter(Pool.Member::standsBy).map(Pool.Member::id).toList();
    }

    boolean standsBy(ResourceId backend) {
        return standbys.contains(backend);
    }

    /** Kept in reserve now: whoever counts servers does not count it. */
    public boolean rests(ResourceId backend) {
        return seats.get(backend) instanceof Seat seat && seat.out() && (standsBy(backend) || seat.by().guard().startsWith(Switches.BY));
    }

    /** Whether it answers at a server that is kept in reserve now. */
    public boolean isReserve(ResourceId service) {
        return backendOf(service).filter(this::standsBy).filter(this::rests).isPresent();
    }

    /** The server of a pool at which a service answers. */
    Optional<ResourceId> backendOf(ResourceId service) {
        return places().backendOf(service);
    }

    Optional<ResourceId> serviceBehind(ResourceId backend) {
        return places().serviceBehind(backend);
    }

    /** Of a server, and of the service that answers there. */
    Stream<Journey> journeysAt(ResourceId backend) {
        return Stream.concat(journeysOf(backend), serviceBehind(backend).stream().flatMap(this::journeysOf));
    }

    Stream<Journey> journeysOf(ResourceId on) {
        return places().journeysOf(on).stream();
    }

    boolean agreed(GuardKey asked, Verb verb, ResourceId on, Instant moment) {
        return agreements.get(asked) instanceof Agreement agreement && agreement.covers(verb, on, moment);
    }

    /** What waits for a person's word: asked and not yet answered. */
    public List<Question> questions(Instant moment) {
        return remedies.entrySet().stream()
                .flatMap(each -> question(each.getKey(), each.getValue()).stream())
                .filter(question -> !agreed(question.asked(), question.verb(), question.on(), moment))
                .toList();
    }

    private Optional<Question> question(GuardKey asked, Remedy remedy) {
        var duty = duties.get(asked.guard());
        if (duty == null || remedy.step() >= duty.runbook().then().size() || !(remedy.refused().orElse(null) instanceof Refusal.NeedsApproval why)) {
            return Optional.empty();
        }
        var verb = duty.runbook().then().get(remedy.step());
        return Optional.of(new Question(remedy.incident(), asked, verb, target(verb, Standings.subject(this, duty.guard(), asked)), why));
    }

    /** A guard of a service moves the traffic of the server at which it answers. */
    ResourceId target(Verb verb, ResourceId subject) {
        return verb.byBalancer() ? backendOf(subject).orElse(subject) : subject;
    }

    /** Those under way, by the pool. */
    public Map<String, Switch> switches() {
        return switches;
    }

    public Collection<Act> openActs() {
        return acts.values();
    }

    /** The last number of an agent's facts that is durable here. */
    public long lastFact(String agent, String boot) {
        return factSeqs.getOrDefault(agent + " " + boot, 0L);
    }

    public Instant at() {
        return at;
    }

    public Collection<Service> services() {
        return services.values();
    }

    public Optional<Service> service(ResourceId id) {
        return Optional.ofNullable(services.get(id));
    }

    /** What a label set of the guard is about: an alert that is labelled with a service we know is that service's matter. */
    public Optional<ResourceId> on(Guard guard, GuardKey key) {
        return guard.on().or(() -> guard.condition() instanceof Condition.Raised ? labelled(key.labels().get("service")) : Optional.empty());
    }

    private Optional<ResourceId> labelled(String service) {
        return services.keySet().stream().filter(id -> id.name().equals(service)).findFirst();
    }

    public Collection<Journey> journeys() {
        return journeys.values();
    }

    public Collection<Pool> pools() {
        return pools.values();
    }

    /** Of servers that are not simply in. */
    public Map<ResourceId, Seat> seats() {
        return seats;
    }

    public Collection<Duty> duties() {
        return duties.values();
    }

    public Optional<Duty> duty(String guard) {
        return Optional.ofNullable(duties.get(guard));
    }

    public Map<GuardKey, Standing> standings() {
        return standings;
    }

    public Map<GuardKey, Instant> unknown() {
        return unknown;
    }

    public Map<ResourceId, Process> processes() {
        return processes;
    }

    public Collection<Probation> probations() {
        return probations.values();
    }

    public TrackRecord record(String guard) {
        return records.getOrDefault(guard, TrackRecord.NONE);
    }

    public Optional<Incident> incident(long id) {
        return Optional.ofNullable(incidents.get(id));
    }

    /** Open ones and the latest ended, newest first. */
    public List<Incident> incidents() {
        var newestFirst = new ArrayList<>(incidents.values());
        newestFirst.sort(Comparator.comparingLong(Incident::id).reversed());
        return newestFirst;
    }

    /** What is found wrong with a service's settings, from what happened to it. */
    public Optional<String> finding(ResourceId service) {
        var falls = memoryAtFalls.get(service);
        return falls == null ? Optional.empty() : Optional.ofNullable(services.get(service)).flatMap(one -> UselessLimit.of(one, falls));
    }

    public Optional<Freeze> freeze() {
        return freezes.values().stream().min(Comparator.comparing(Freeze::since));
    }

    /** Known to be down. */
    boolean lies(ResourceId service) {
        return processes.get(service) instanceof Process process && !(process instanceof Process.Running);
    }

    boolean beingTakenDown(ResourceId on) {
        for (var act : acts.values()) {
            if (act.verb().disruptive() && act.on().equals(on)) {
                return true;
            }
        }
        return false;
    }

    long disruptionsInTheLastHour(ResourceId on, String guard, Instant moment) {
        return recent.stream().filter(act -> counts(act, on, guard, moment)).count();
    }

    Optional<Instant> oldestDisruptionOfTheHour(ResourceId on, String guard, Instant moment) {
        return recent.stream().filter(act -> counts(act, on, guard, moment)).map(Act::started).findFirst();
    }

    private static boolean counts(Act act, ResourceId on, String guard, Instant moment) {
        return act.verb() != Verb.READY && act.motive() != Motive.COURSE && act.on().equals(on) && act.by().guard().equals(guard) && act.started().isAfter(moment.minus(AN_HOUR));
    }
}
