package koboshi.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.incident.Entry;
import koboshi.journey.Journey;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;
import koboshi.signal.Flow;
import koboshi.signal.Run;

/** A pool behind one balancer that does at once what it is told, to try the loop in. */
final class Crossroad {
    static final Brakes BRAKES = new Brakes(60, Duration.ZERO, false, false);
    static final Pool.Back BACK = new Pool.Back(Duration.ofSeconds(5), Duration.ofMinutes(10), 3, Duration.ofSeconds(10), Duration.ofMinutes(5));

    final House house = new House();
    final Pool pool;
    /** What the balancer does with each server. */
    final Map<ResourceId, Flow> flows = new TreeMap<>();
    /** Servers whose journey fails. */
    final List<String> sick = new ArrayList<>();
    /** It answers, and does nothing. */
    boolean denies;
    /** Services that end again as soon as they are started. */
    final List<String> broken = new ArrayList<>();
    /** Services of which nobody tells how anything ended. */
    final List<String> silent = new ArrayList<>();
    /** Services that do not end. */
    final List<String> unstoppable = new ArrayList<>();
    /** Told of what is begun, before it is done. */
    Consumer<Entry.ActStarted> before = _ -> {};
    private int answered;
    private long pids = 100;

    Crossroad(Pool pool, Brakes brakes) {
        this(pool, brakes, Plan.EMPTY);
    }

    /** @param besides services, and guards of them */
    Crossroad(Pool pool, Brakes brakes, Plan besides) {
        this.pool = pool;
        var journeys = new TreeMap<>(besides.journeys());
        var duties = new TreeMap<>(besides.duties());
        pool.members().forEach(member -> {
            var name = journey(member.id());
            journeys.put(name, new Journey(name, member.id(), Duration.ofSeconds(1), Duration.ofMillis(600), Optional.empty(), List.of()));
            duties.put(name, new Duty(Guard.of(name, new Condition.JourneyFails(name), member.id()), new Runbook(List.of(Verb.EJECT, Verb.NOTIFY), Optional.empty(), brakes)));
            flows.put(member.id(), new Flow(true, 0, "UP"));
        });
        house.adopt(new Plan(besides.services(), journeys, duties, Map.of(pool.name(), pool)));
        besides.services().keySet().forEach(service -> house.started(service.name(), ++pids));
        seconds(3);
    }

    static Pool.Member member(String server) {
        return new Pool.Member(Pool.backend("web", server), Optional.empty());
    }

    static ResourceId server(String name) {
        return Pool.backend("web", name);
    }

    private static String journey(ResourceId backend) {
        return "see@" + backend.name();
    }

    /** Each second every journey runs once, and the balancer does and tells. */
    Crossroad seconds(int many) {
        for (int i = 0; i < many; i++) {
            house.pass(Duration.ofSeconds(1));
            pool.members().forEach(member -> run(member, 1));
            settle();
        }
        return this;
    }

    private void run(Pool.Member member, int times) {
        var run = fails(member) ? Run.failed(house.now, Duration.ofMillis(300), "see", "no answer") : Run.clean(house.now, Duration.ofMillis(20));
        house.tell(new Event.JourneyRan(journey(member.id()), Collections.nCopies(times, run)));
    }

    Crossroad falls(String server) {
        sick.add(server);
        run(pool.members().stream().filter(member -> member.id().equals(server(server))).findFirst().orElseThrow(), Journey.BURST_OF_A_BACKEND);
        return settle();
    }

    /** The balancer does what was begun since it was last asked. */
    Crossroad settle() {
        looks();
        while (answered < house.journal.size()) {
            if (house.journal.get(answered++) instanceof Entry.ActStarted act && state().openActs().stream().anyMatch(open -> open.id() == act.act())) {
                perform(act);
            }
        }
        return this;
    }

    State state() {
        return house.loop.state();
    }

    private void perform(Entry.ActStarted act) {
        var name = act.on().name();
        before.accept(act);
        if (silent.contains(name)) {
            return;
        }
        switch (act.verb()) {
            case EJECT, DRAIN, READY -> move(act);
            case NOTIFY, CAPTURE -> house.tell(new Event.ActEnded(act.act(), Outcome.Done.plain("done")));
            case STOP -> stop(act, name);
            case START, RESTART, RESTART_GENTLY -> start(act, name);
        }
    }

    private void stop(Entry.ActStarted act, String name) {
        if (unstoppable.contains(name)) {
            house.tell(new Event.ActEnded(act.act(), new Outcome.Failed("it does not end")));
            return;
        }
        house.fact(name, new Fact.Exited(pids, Fact.Cause.ORDERED, "SIGTERM", List.of(), Duration.ZERO));
        house.tell(new Event.ActEnded(act.act(), Outcome.Done.plain("ended")));
    }

    private void start(Entry.ActStarted act, String name) {
        if (act.verb().replaces()) {
            house.fact(name, new Fact.Exited(pids, Fact.Cause.ORDERED, "SIGTERM", List.of(), Duration.ZERO));
        }
        if (broken.contains(name)) {
            house.fact(name, new Fact.StartFailed("no memory"));
            house.tell(new Event.ActEnded(act.act(), new Outcome.Failed("no memory")));
            return;
        }
        house.started(name, ++pids);
        house.tell(new Event.ActEnded(act.act(), Outcome.Done.plain("pid " + pids)));
    }

    boolean runs(String service) {
        return state().processes().get(ResourceId.service(service)) instanceof Process.Running;
    }

    /** A new Koboshi finds the journal, and hears of everything anew. */
    void restartKoboshi() {
        house.restartKoboshi();
        house.tell(new Event.AgentLinked("local"));
        looks();
    }

    /** How many take traffic and work. */
    long serving() {
        return serving(null);
    }

    /** How many do besides this one. */
    long serving(ResourceId without) {
        return pool.members().stream().filter(member -> !member.id().equals(without) && flows.get(member.id()).takes() && !fails(member)).count();
    }

    private boolean fails(Pool.Member member) {
        return sick.contains(member.id().name().substring(pool.name().length() + 1)) || member.service().filter(service -> !runs(service.name())).isPresent();
    }

    private void move(Entry.ActStarted act) {
        if (denies) {
            house.tell(new Event.ActEnded(act.act(), new Outcome.Failed("permission denied")));
            return;
        }
        flows.put(act.on(), switch (act.verb()) {
            case DRAIN -> new Flow(false, flows.get(act.on()).sessions(), "DRAIN", true, true);
            case EJECT -> new Flow(false, flows.get(act.on()).sessions(), "MAINT", true, true);
            default -> new Flow(true, 0, "UP");
        });
        house.tell(new Event.ActEnded(act.act(), Outcome.Done.plain("at unix:/haproxy")));
        looks();
    }

    void looks() {
        house.tell(new Event.TrafficSeen(pool.name(), flows, Optional.empty()));
    }

    void order(Verb verb, ResourceId on) {
        house.tell(new Event.Ordered("mai", verb, on, "a new disk"));
        settle();
    }

    /** What was begun of a resource, in its order. */
    List<Verb> begun(ResourceId on) {
        return house.written(Entry.ActStarted.class).stream().filter(act -> act.on().equals(on) && act.verb() != Verb.NOTIFY).map(Entry.ActStarted::verb).toList();
    }

    List<Refusal> refused(ResourceId on) {
        return house.written(Entry.ActRefused.class).stream().filter(refused -> refused.on().equals(on)).map(Entry.ActRefused::refusal).toList();
    }

    boolean called(String text) {
        return house.written(Entry.ActStarted.class).stream().anyMatch(act -> act.verb() == Verb.NOTIFY && act.why().contains(text));
    }
}
