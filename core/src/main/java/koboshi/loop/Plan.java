package koboshi.loop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Proof;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.HeldMemory;
import koboshi.journey.Journey;
import koboshi.resource.Bytes;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** What is in force: services, journeys, guards with their runbooks, and pools of servers behind balancers. */
public record Plan(Map<ResourceId, Service> services, Map<String, Journey> journeys, Map<String, Duty> duties, Map<String, Pool> pools) {
    public static final Plan EMPTY = new Plan(Map.of(), Map.of(), Map.of());

    /** Long enough for an agent to be restarted or upgraded without calling anybody. */
    private static final Duration AGENT_MAY_BE_AWAY = Duration.ofSeconds(15);

    /** Long enough for a reload, or for another version to be put in its place. */
    private static final Duration BALANCER_MAY_BE_AWAY = Duration.ofSeconds(30);

    /** A process this near its limit is about to be ended anyway. */
    private static final double HARD_LINE = 0.95;
    private static final String HARD_LINE_OF = "hard-line:";
    /** Long enough for whoever keeps it to have restarted it. */
    private static final Duration OTHERS_MAY_RESTART_IT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(30);

    public Plan {
        services = Map.copyOf(services);
        journeys = Map.copyOf(journeys);
        duties = Map.copyOf(duties);
        pools = Map.copyOf(pools);
    }

    /** Without traffic to move. */
    public Plan(Map<ResourceId, Service> services, Map<String, Journey> journeys, Map<String, Duty> duties) {
        this(services, journeys, duties, Map.of());
    }

    /** Guards nobody has to write: a fallen process, a keeper that gave up, an agent that is away, memory above its soft line, a balancer that is away or refuses. */
    public Plan withBuiltIn() {
        var all = new TreeMap<>(duties);
        services.values().forEach(service -> {
            if (service.onlyWatched()) {
                put(all, gone(service));
            } else {
                put(all, new Duty(Guard.of("fallen:" + service.id().name(), new Condition.Fallen(service.id()), service.id()), Runbook.WATCH_ONLY));
                put(all, new Duty(Guard.of("exhausted:" + service.id().name(), new Condition.Exhausted(service.id()), service.id()), Runbook.CALL_A_PERSON));
            }
            put(all, agentAway(service.host()));
            service.gentle().soft().ifPresent(soft -> put(all, softMemory(service, soft, Brakes.DEFAULT)));
        });
        pools.keySet().forEach(pool -> put(all, balancerAway(pool)));
        return new Plan(services, journeys, all, pools);
    }

    /** The same, where what happens above a service's soft line is braked as said here. */
    public Plan braked(Map<ResourceId, Brakes> softLines) {
        var all = new TreeMap<>(duties);
        softLines.forEach((id, brakes) -> Optional.ofNullable(services.get(id))
                .ifPresent(service -> service.gentle().soft().ifPresent(soft -> put(all, softMemory(service, soft, brakes)))));
        return new Plan(services, journeys, all, pools);
    }

    /**
     * The same with a guard for each vantage that anything is run from; one that a person wrote under such a name stays.
     *
     * @param patience how long each of them may be away or left out before a person is called
     */
    public Plan missing(Map<String, Duration> patience) {
        var all = new TreeMap<>(duties);
        patience.forEach((vantage, time) -> {
            if (journeys.values().stream().anyMatch(journey -> journey.isRunFrom(vantage))) {
                put(all, vantageAway(vantage, time));
            }
        });
        return new Plan(services, journeys, all, pools);
    }

    /** What is asked of series, by the name the answer comes under: a guard's, or a service's quiet and hard line, of which the latter also tells how much memory it holds. */
    public Map<String, Question> questions() {
        var questions = new TreeMap<String, Question>();
        duties.forEach((name, duty) -> questions.put(name, new Question(duty.guard().condition(), duty.guard().on())));
        services.values().forEach(service -> {
            service.gentle().quiet().ifPresent(quiet -> questions.put(quiet(service.id()), new Question(new Condition.Gives(quiet), Optional.of(service.id()))));
            service.memoryLimit().ifPresent(limit -> questions.put(hardLine(service.id()),
                    new Question(above(service, Math.round(limit.count() * HARD_LINE)), Optional.of(service.id()))));
        });
        return questions;
    }

    /** @param on the service asked about, if it is one */
    public record Question(Condition condition, Optional<ResourceId> on) {}

    static String quiet(ResourceId service) {
        return "quiet:" + service.name();
    }

    static String hardLine(ResourceId service) {
        return HARD_LINE_OF + service.name();
    }

    static Optional<ResourceId> ofHardLine(String question) {
        return question.startsWith(HARD_LINE_OF) ? Optional.of(ResourceId.service(question.substring(HARD_LINE_OF.length()))) : Optional.empty();
    }

    private static Condition above(Service service, long line) {
        return new Condition.Gives("(" + HeldMemory.byItsAgent(service) + ") > " + line);
    }

    /** What only others can start is missed by nobody else; no agent gives up on it, for none tries. */
    private static Duty gone(Service service) {
        var guard = new Guard(
                "fallen:" + service.id().name(), new Condition.Fallen(service.id()), Optional.of(service.id()), OTHERS_MAY_RESTART_IT, Duration.ZERO, Guard.UNKNOWN_GRACE);
        return new Duty(guard, Runbook.CALL_A_PERSON);
    }

    private Duty softMemory(Service service, Bytes soft, Brakes brakes) {
        var name = "soft-memory:" + service.id().name();
        var proof = journeys.values().stream().filter(journey -> journey.service().equals(service.id())).map(Journey::name).sorted().findFirst()
                .map(journey -> new Proof(journey, service.warmUp().plus(TO_ANSWER)));
        var guard = Guard.of(name, above(service, soft.count()), service.id());
        return new Duty(guard, service.onlyWatched() ? Runbook.CALL_A_PERSON : new Runbook(List.of(Verb.RESTART_GENTLY), proof, brakes));
    }

    private static void put(Map<String, Duty> duties, Duty duty) {
        duties.putIfAbsent(duty.name(), duty);
    }

    private static Duty vantageAway(String vantage, Duration patience) {
        var guard = new Guard("vantage-away:" + vantage, new Condition.VantageAway(vantage), Optional.empty(), patience, Duration.ZERO, Guard.UNKNOWN_GRACE);
        return new Duty(guard, Runbook.CALL_A_PERSON);
    }

    private static Duty balancerAway(String pool) {
        var guard = new Guard("balancer-away:" + pool, new Condition.BalancerAway(pool), Optional.empty(), BALANCER_MAY_BE_AWAY, Duration.ZERO, Guard.UNKNOWN_GRACE);
        return new Duty(guard, Runbook.CALL_A_PERSON);
    }

    private static Duty agentAway(String host) {
        var guard = new Guard(
                "agent-away:" + host,
                new Condition.AgentAway(host),
                Optional.empty(),
                AGENT_MAY_BE_AWAY,
                Duration.ZERO,
                Guard.UNKNOWN_GRACE);
        return new Duty(guard, Runbook.CALL_A_PERSON);
    }
}
