package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.Plan;
import koboshi.loop.Seen;
import koboshi.loop.State;

/** One Koboshi process after the other: drains events, decides, commits, and only then moves; it may be killed between any two of these. */
final class Desk {
    private static final Duration BUSY_TICK = Duration.ofSeconds(1);

    final Ledger journal = new Ledger();
    private final World world;
    private final Hand hand;
    private final Watchers watchers;
    private final Deque<Event> queue = new ArrayDeque<>();
    private Loop loop;
    private Loop twin;
    private int life;
    private boolean alive;
    private boolean turnPlanned;
    private int killIn = -1;
    private Plan plan = Plan.EMPTY;
    private int plans;
    private Duration ahead = Duration.ZERO;
    private Instant busyUntil = Instant.EPOCH;

    Desk(World world) {
        this.world = world;
        this.hand = new Hand(world, this);
        this.watchers = new Watchers(world, this);
    }

    boolean alive() {
        return alive;
    }

    int life() {
        return life;
    }

    Loop loop() {
        return loop;
    }

    /** How many plans it was given: one may be taken back within the minute. */
    int plans() {
        return plans;
    }

    Plan plan() {
        return plan;
    }

    /** The loop's own clock: ahead of the world's by every leap it followed. */
    Instant clock() {
        return world.now().plus(ahead);
    }

    void begin(Plan next) {
        plan = next;
        plans++;
        rise();
    }

    private void rise() {
        life++;
        alive = true;
        killIn = -1;
        queue.clear();
        turnPlanned = false;
        var state = journal.replay(world.chance.oneIn(4));
        world.rules.begin(journal.replay(false), journal.last(3_000));
        loop = new Loop(state, new Seen(clock()));
        twin = world.twins ? new Loop(journal.replay(false), new Seen(clock())) : null;
        tell(new Event.Resumed());
        follow(plan);
        tick();
        world.keepers().forEach(keeper -> world.agenda.in(world.chance.millis(1, 8_000), keeper.wire()::dial));
    }

    void follow(Plan next) {
        plan = next;
        plans++;
        tell(new Event.Planned(next));
        inThisLife(Duration.ofMillis(50), () -> {
            world.keepers().stream().filter(keeper -> keeper.wire().linked()).forEach(hand::grant);
            watchers.follow(next);
        });
    }

    void jump(Duration by) {
        if (by.isPositive()) {
            ahead = ahead.plus(by);
        }
        tell(new Event.ClockJumped(by));
    }

    /** Within so many commits it is killed, at a point left to chance. */
    void killSoon() {
        killIn = world.chance.upTo(6);
        inThisLife(Duration.ofSeconds(5), () -> die());
    }

    void die() {
        if (!alive) {
            return;
        }
        alive = false;
        life++;
        world.keepers().forEach(keeper -> keeper.wire().drop());
        world.agenda.in(world.chance.seconds(0, world.chance.oneIn(10) ? 600 : 20), this::rise);
    }

    void inThisLife(Duration wait, Runnable what) {
        int now = life;
        world.agenda.in(wait, () -> {
            if (alive && now == life) {
                what.run();
            }
        });
    }

    void hello(Keeper keeper) {
        hand.grant(keeper);
        tell(new Event.AgentLinked(keeper.host));
    }

    void heard(Keeper keeper, Event event) {
        tell(event);
    }

    void tell(Event event) {
        if (!alive) {
            return;
        }
        queue.add(event);
        if (!turnPlanned) {
            turnPlanned = true;
            inThisLife(world.chance.millis(0, 30), this::turn);
        }
    }

    private void tick() {
        tell(new Event.Tick());
        inThisLife(pace(), this::tick);
    }

    /** Fine while something happens, coarse while nothing does. */
    private Duration pace() {
        var state = loop.state();
        if (busyUntil.isAfter(world.now()) || !state.openActs().isEmpty() || !state.probations().isEmpty()) {
            return BUSY_TICK;
        }
        return state.standings().isEmpty() ? Duration.ofSeconds(45) : Duration.ofSeconds(10);
    }

    private void turn() {
        turnPlanned = false;
        var events = new ArrayList<>(queue);
        queue.clear();
        var at = clock();
        var batch = new ArrayList<Ledger.Line>();
        for (var event : events) {
            decide(event, at).forEach(line -> batch.add(line));
        }
        if (!batch.isEmpty() && killIn >= 0 && killIn-- == 0) {
            killedWith(batch, at);
            return;
        }
        commit(batch);
        hand.follow(batch, batch.size(), loop.state(), at);
        events.forEach(event -> after(event, at));
    }

    private List<Ledger.Line> decide(Event event, Instant at) {
        var entries = loop.step(event, at);
        if (twin != null) {
            Rules.same("what is decided twice upon " + event, entries, twin.step(event, at));
        }
        world.rules.decided(event, entries, at, loop);
        return entries.stream().map(entry -> new Ledger.Line(entry, at)).toList();
    }

    private void killedWith(List<Ledger.Line> batch, Instant at) {
        int point = world.chance.upTo(2);
        if (point > 0) {
            commit(batch);
            hand.follow(batch, point == 1 ? 0 : world.chance.upTo(batch.size()), loop.state(), at);
        }
        die();
    }

    private void commit(List<Ledger.Line> batch) {
        journal.commit(batch);
        busyUntil = batch.isEmpty() ? busyUntil : world.now().plusSeconds(30);
        if (!batch.isEmpty() && world.chance.oneIn(100)) {
            var live = loop.state().snapshot();
            Rules.same("state from the journal and the living one", journal.replay(world.chance.oneIn(4)).snapshot(), live);
            journal.keep(live);
        }
    }

    private void after(Event event, Instant at) {
        switch (event) {
            case Event.AgentLinked(var host) -> hand.lookAgain(host, loop.state(), at);
            case Event.Reported reported -> Optional.of(world.keeper(reported.agent()))
                    .ifPresent(keeper -> keeper.wire().down(() -> keeper.acked(reported.seq())));
            default -> {}
        }
    }

    State state() {
        return loop.state();
    }
}
