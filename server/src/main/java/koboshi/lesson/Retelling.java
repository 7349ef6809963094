package koboshi.lesson;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.config.Configuration;
import koboshi.guard.Eye;
import koboshi.guard.GuardKey;
import koboshi.guard.Inquiry;
import koboshi.incident.Entry;
import koboshi.integration.rcf.Forests;
import koboshi.journey.Quorum;
import koboshi.lesson.Cue.Prompt;
import koboshi.loop.Act;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.Plan;
import koboshi.loop.Process;
import koboshi.loop.Seen;
import koboshi.loop.State;
import koboshi.promql.Pulse;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.signal.Findings;

/**
 * Plays a lesson: a whole Koboshi in simulated time, everything outside of it spoken by the script.
 *
 * <p>The loop is the real one. A kill leaves of it what a kill leaves: the entries it had written.
 */
final class Retelling {
    /** Clock times in a timeline read as times since the beginning. */
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    private static final int MOST_SERIES = 10_000;
    /** Days of them, a minute apart: slow leaks are told from a long past. */
    private static final int SAMPLES_A_SERIES = 4096;

    private record Written(Entry entry, Instant at) {}

    /** A step of the script that cannot be taken as things stand. */
    record Misstep(int line, Duration at, String expected, String instead) {}

    private final Lesson lesson;
    private final Timeline timeline = new Timeline();
    private final List<Misstep> missteps = new ArrayList<>();
    private final List<Written> journal = new ArrayList<>();
    private final Agents agents;
    private final Crossing crossing = new Crossing();
    private Configuration configuration;
    private Loop loop = new Loop(new State(), new Seen(BEGINNING));
    private final Ring ring = new Ring(MOST_SERIES, SAMPLES_A_SERIES);
    private Optional<String> seriesTrouble = Optional.empty();
    private boolean up = true;
    private Duration now = Duration.ZERO;
    private Duration leapt = Duration.ZERO;
    /** Also those that stand no more: what they were unknown about is over, too. */
    private final Set<GuardKey> watched = new TreeSet<>();
    private final Forests forests = new Forests(MOST_SERIES);
    private final Map<String, Asked> questions = new TreeMap<>();

    private Retelling(Lesson lesson) {
        this.lesson = lesson;
        this.configuration = lesson.configuration();
        this.agents = new Agents(this::moment);
    }

    static Retelling of(Lesson lesson) {
        var retelling = new Retelling(lesson);
        retelling.tell(new Event.Resumed());
        retelling.tell(new Event.Planned(retelling.configuration.plan()));
        retelling.play();
        return retelling;
    }

    Timeline timeline() {
        return timeline;
    }

    List<Misstep> missteps() {
        return missteps;
    }

    private void play() {
        var prompts = new ArrayDeque<Prompt>(lesson.cues().stream().flatMap(Cue::prompts).sorted(Comparator.comparing(Prompt::at)).toList());
        var tick = Duration.ZERO;
        var end = lesson.end();
        while (tick.compareTo(end) <= 0 || !prompts.isEmpty()) {
            boolean ticks = prompts.isEmpty() || tick.compareTo(prompts.peek().at()) <= 0;
            now = ticks ? tick : prompts.peek().at();
            if (ticks) {
                look();
                tell(new Event.Tick());
                tick = tick.plus(lesson.tick());
            }
            prompt(prompts);
            askSeries();
        }
    }

    private void look() {
        crossing.seen(configuration.plan().pools().values()).forEach(this::tell);
    }

    private void prompt(Deque<Prompt> prompts) {
        while (!prompts.isEmpty() && prompts.peek().at().equals(now)) {
            var prompt = prompts.poll();
            act(prompt.deed()).ifPresent(step -> missteps.add(new Misstep(prompt.line(), now, step.expected(), step.instead())));
        }
    }

    /** A question of the plan, and when it is put again. */
    private record Asked(Plan.Question question, Optional<Inquiry> inquiry, Eye eye, Duration next) {
        Asked again(Duration now) {
            return new Asked(question, inquiry, eye, now.plus(inquiry.orElseThrow().pace()));
        }
    }

    /** Each at its own pace, as the server does; after what was pushed at the same moment. */
    private void askSeries() {
        if (!up) {
            return;
        }
        var plan = configuration.plan().questions();
        questions.entrySet().removeIf(each -> !each.getValue().question().equals(plan.get(each.getKey())));
        plan.forEach((name, question) -> questions.computeIfAbsent(name, _ -> new Asked(question, Inquiry.of(question.condition()), forests.eye(), now)));
        questions.forEach((name, asked) -> {
            if (asked.inquiry().isPresent() && now.compareTo(asked.next()) >= 0) {
                questions.put(name, asked.again(now));
                tell(new Event.Answered(name, findings(asked)));
            }
        });
    }

    private Findings findings(Asked asked) {
        var risen = asked.question().on().flatMap(this::warmSince);
        return seriesTrouble.map(why -> Findings.none("its series cannot be read: " + why))
                .orElseGet(() -> asked.inquiry().orElseThrow().ask(new Inquiry.Look(ring, moment(), Pulse.STEADY, risen, asked.eye())));
    }

    private Optional<Instant> warmSince(ResourceId id) {
        return loop.state().processes().get(id) instanceof Process.Running running
                ? loop.state().service(id).map(service -> running.since().plus(service.warmUp()))
                : Optional.empty();
    }

    private Instant moment() {
        return BEGINNING.plus(now).plus(leapt);
    }

    private void tell(Event event) {
        if (!up) {
            return;
        }
        var entries = loop.step(event, moment());
        entries.forEach(entry -> {
            journal.add(new Written(entry, moment()));
            timeline.write(now, entry);
        });
        loop.state().duties().forEach(duty -> watch(GuardKey.of(duty.name())));
        watched.addAll(loop.state().standings().keySet());
        watched.forEach(this::watch);
        Glances.take(timeline, now, loop, configuration.vantages());
        entries.forEach(this::follow);
    }

    private void watch(GuardKey key) {
        timeline.judges(now, key, loop.seen().unknownWhy(key));
    }

    /** What the hands do once entries are durable: a person is reached at once, and an agent only over its link. */
    private void follow(Entry entry) {
        switch (entry) {
            case Entry.ActStarted started -> begin(started.act(), started.verb(), started.on());
            case Entry.ActDoubted(var id, _, _) -> open(id).filter(act -> act.verb().whenUnknown() == Verb.WhenUnknown.REPEAT)
                    .ifPresent(act -> begin(act.id(), act.verb(), act.on()));
            default -> {}
        }
    }

    private void begin(long act, Verb verb, ResourceId on) {
        if (verb == Verb.NOTIFY) {
            tell(new Event.ActEnded(act, Outcome.Done.plain("told")));
            return;
        }
        if (verb.byBalancer()) {
            tell(new Event.ActEnded(act, crossing.act(verb, on)));
            look();
            return;
        }
        host(on).filter(host -> !agents.linked(host))
                .ifPresent(host -> tell(new Event.ActEnded(act, new Outcome.Failed("the agent of " + host + " is away"))));
    }

    private Optional<Act> open(long id) {
        return loop.state().openActs().stream().filter(act -> act.id() == id).findFirst();
    }

    private Optional<String> host(ResourceId on) {
        return loop.state().service(on).map(Service::host);
    }

    /** What the script could not do, as expected and found. */
    private record Stuck(String expected, String instead) {}

    private Optional<Stuck> act(Deed deed) {
        switch (deed) {
            case Deed.Ran ran -> {
                return sees(ran.vantage(), ran.journey(), Runs.event(ran, loop.state(), moment()));
            }
            case Deed.Doubted(var journey, var vantage, var why) -> {
                return sees(vantage, journey, new Event.JourneyDoubted(journey, vantage, why));
            }
            case Deed.Beat(var heartbeat) -> tell(new Event.Beat(heartbeat));
            case Deed.Pushed(var labels, var value, _) -> ring.append(labels, new Sample(moment().toEpochMilli(), value));
            case Deed.SeriesAsked(var trouble) -> seriesTrouble = trouble;
            case Deed.Ordered(var operator, var verb, var on, var why) -> tell(new Event.Ordered(operator, verb, on, why));
            case Deed.Switched(var operator, var group, var why) -> tell(new Event.SwitchOrdered(operator, group, why));
            case Deed.Served(var backend, var sessions) -> serve(backend, sessions);
            case Deed.Balanced(var pool, var trouble) -> balance(pool, trouble);
            case Deed.Agreed(var operator, var on, var why) -> {
                return agree(operator, on, why);
            }
            case Deed.Froze(var operator, var why) -> tell(new Event.FreezeOrdered(operator, why));
            case Deed.Thawed(var operator, var why) -> tell(new Event.ThawOrdered(operator, why));
            case Deed.Noted(var kind, var text, var from) -> tell(new Event.Noted(kind, text, from));
            case Deed.Checked(var check, var trouble) -> tell(new Event.SelfChecked(check, trouble));
            case Deed.Jumped(var by) -> jump(by);
            case Deed.Reloaded(var path) -> reload(lesson.configurations().get(path));
            case Deed.Linked(var host) -> link(host);
            case Deed.Lost(var host) -> lose(host);
            case Deed.ProberLinked(var vantage) -> tell(new Event.VantageLinked(vantage));
            case Deed.ProberLost(var vantage) -> tell(new Event.VantageLost(vantage));
            case Deed.Told(var on, var sign) -> told(on, sign);
            case Deed.Ended ended -> {
                return end(ended);
            }
            case Deed.Killed _ -> {
                return kill();
            }
            case Deed.Started _ -> {
                return start();
            }
        }
        return Optional.empty();
    }

    /** What nobody is asked to look at would be passed over in silence. */
    private Optional<Stuck> sees(String vantage, String journey, Event event) {
        var known = configuration.plan().journeys().get(journey);
        if (known != null && !known.isRunFrom(vantage)) {
            return Optional.of(new Stuck(journey + " run from " + vantage + ", to be seen from there", "it is run from " + String.join(", ", known.quorum().orElse(Quorum.ALONE).from())));
        }
        tell(event);
        return Optional.empty();
    }

    private Optional<Stuck> agree(String operator, ResourceId on, String why) {
        var asked = loop.state().questions(moment()).stream().filter(question -> question.on().equals(on)).findFirst();
        asked.ifPresent(question -> tell(question.agreedBy(operator, why)));
        return asked.isPresent() ? Optional.empty() : Optional.of(new Stuck("a guard that waits for a person's word about " + on, "none asks"));
    }

    /** The loop follows a leap ahead and is only told of one back. */
    private void jump(Duration by) {
        leapt = by.isNegative() ? leapt : leapt.plus(by);
        tell(new Event.ClockJumped(by));
    }

    private void serve(ResourceId backend, int sessions) {
        crossing.sessions(backend, sessions);
        look();
    }

    private void balance(String pool, Optional<String> trouble) {
        trouble.ifPresentOrElse(why -> crossing.leave(pool, why), () -> crossing.comeBack(pool));
        look();
    }

    private void reload(Configuration next) {
        configuration = next;
        tell(new Event.Planned(next.plan()));
    }

    private void link(String host) {
        if (up) {
            agents.link(host);
            tell(new Event.AgentLinked(host));
            agents.spooled(host).forEach(this::tell);
        }
    }

    private void lose(String host) {
        agents.lose(host);
        tell(new Event.AgentLost(host));
    }

    private void told(ResourceId on, Deed.Sign sign) {
        var host = configuration.plan().services().containsKey(on) ? configuration.plan().services().get(on).host() : Service.THIS_HOST;
        agents.fact(host, on, sign).ifPresent(this::tell);
    }

    private Optional<Stuck> end(Deed.Ended ended) {
        var what = Keywords.of(ended.verb()) + " of " + ended.on();
        if (!up || host(ended.on()).filter(agents::linked).isEmpty()) {
            return Optional.of(new Stuck(what + " under way and its agent linked, to hear how it ended", "nobody hears it"));
        }
        var act = loop.state().openActs().stream().filter(open -> open.verb() == ended.verb() && open.on().equals(ended.on())).findFirst();
        if (act.isEmpty()) {
            return Optional.of(new Stuck(what + " under way, to end it", "under way: " + underWay()));
        }
        tell(new Event.ActEnded(act.get().id(), ended.outcome()));
        return Optional.empty();
    }

    private String underWay() {
        var acts = loop.state().openActs().stream().map(act -> Keywords.of(act.verb()) + " of " + act.on()).toList();
        return acts.isEmpty() ? "nothing" : String.join(", ", acts);
    }

    private Optional<Stuck> kill() {
        if (!up) {
            return Optional.of(new Stuck("a Koboshi to kill", "it was killed already"));
        }
        up = false;
        agents.loseAll();
        return Optional.empty();
    }

    private Optional<Stuck> start() {
        if (up) {
            return Optional.of(new Stuck("koboshi killed before it is started", "it runs"));
        }
        up = true;
        var replayed = new State();
        journal.forEach(written -> replayed.apply(written.entry(), written.at()));
        loop = new Loop(replayed, new Seen(moment()));
        questions.clear();
        tell(new Event.Resumed());
        tell(new Event.Planned(configuration.plan()));
        return Optional.empty();
    }
}
