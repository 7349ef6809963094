package koboshi.loop.sim;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.State;

/** What must hold at every step, whatever happens. */
final class Rules {
    private final World world;
    private final Truth truth;
    private final ActRules acts;
    private final StoryRules stories;
    private State shadow = new State();

    Rules(World world) {
        this.world = world;
        this.truth = new Truth(world);
        this.acts = new ActRules(world);
        this.stories = new StoryRules(world);
    }

    Truth truth() {
        return truth;
    }

    static void same(String what, Object one, Object other) {
        if (!one.equals(other)) {
            throw new Broken(what + " differ:\n" + one + "\n" + other);
        }
    }

    /** A new process begins with the state that was replayed. */
    void begin(State replayed, List<Ledger.Line> durable) {
        shadow = replayed;
        acts.begin(durable);
        stories.begin();
    }

    void decided(Event event, List<Entry> entries, Instant at, Loop loop) {
        for (var entry : entries) {
            acts.before(event, entry, shadow, loop, at);
            stories.before(event, entry, shadow, loop, at);
            shadow.apply(entry, at);
        }
        if (entries.size() > 3) {
            same("the living state and the entries applied", loop.state().snapshot(), shadow.snapshot());
        }
    }

    /** Once a minute: nothing that truly lies is overlooked. */
    void look() {
        if (world.desk.alive()) {
            truth.look(world.desk.state(), world.desk.loop(), stories);
        }
    }

    void whatMayBeRaisedWas() {
        truth.whatMayBeRaisedWas();
    }

    void allIsWell() {
        var state = world.desk.state();
        empty("acts", state.openActs());
        empty("probations", state.probations());
        empty("incidents", state.incidents().stream().filter(incident -> incident.open()).toList());
        empty("standings", state.standings().entrySet().stream().filter(each -> !(each.getValue() instanceof Standing.Inactive)).toList());
        empty("remedies", state.snapshot().remedies());
        empty("unknown guards", state.unknown().entrySet());
        empty("freezes", state.snapshot().freezes());
        same("state from the journal and the living one", world.desk.journal.replay(true).snapshot(), state.snapshot());
    }

    private static void empty(String what, Collection<?> all) {
        if (!all.isEmpty()) {
            throw new Broken(what + " are left in a world that is well: " + all);
        }
    }
}
