package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.action.Verb.WhenUnknown;
import koboshi.incident.Entry;
import koboshi.loop.Act;
import koboshi.loop.Event;
import koboshi.loop.State;
import koboshi.resource.ResourceId;

/** Moves as the server's hands do, once an entry is durable. */
final class Hand {
    private final World world;
    private final Desk desk;

    Hand(World world, Desk desk) {
        this.world = world;
        this.desk = desk;
    }

    /** @param many of the entries get as far as the hands */
    void follow(List<Ledger.Line> lines, int many, State state, Instant now) {
        for (var line : lines.subList(0, many)) {
            if (line.entry() instanceof Entry.ActStarted started) {
                begin(started.act(), started.verb(), started.on(), Duration.between(now, started.deadline()), state);
            } else if (line.entry() instanceof Entry.ActDoubted doubted) {
                state.openActs().stream().filter(act -> act.id() == doubted.act()).findFirst().ifPresent(act -> byRule(act, state));
            }
        }
    }

    void lookAgain(String host, State state, Instant now) {
        state.openActs().stream()
                .filter(act -> act.doubted().isPresent() && act.verb().byAgent())
                .filter(act -> state.service(act.on()).filter(service -> service.host().equals(host)).isPresent())
                .forEach(act -> byRule(act, state));
    }

    void grant(Keeper keeper) {
        var services = desk.plan().services().values().stream().filter(service -> service.host().equals(keeper.host)).toList();
        keeper.wire().down(() -> keeper.granted(services));
    }

    private void byRule(Act act, State state) {
        if (act.verb().whenUnknown() == WhenUnknown.OBSERVE) {
            state.service(act.on()).ifPresent(service -> {
                var keeper = world.keeper(service.host());
                keeper.wire().down(() -> keeper.observe(act.on()));
            });
        } else {
            begin(act.id(), act.verb(), act.on(), Duration.ofSeconds(30), state);
        }
    }

    private void begin(long act, Verb verb, ResourceId on, Duration ttl, State state) {
        if (verb == Verb.NOTIFY) {
            var outcome = world.chance.oneIn(20) ? new Outcome.Failed("nobody picked up") : Outcome.Done.plain("called");
            desk.inThisLife(world.chance.millis(50, 2_000), () -> desk.tell(new Event.ActEnded(act, outcome)));
            return;
        }
        state.service(on).ifPresent(service -> {
            var keeper = world.keeper(service.host());
            if (keeper.wire().linked()) {
                keeper.wire().down(() -> keeper.command(act, on, verb, ttl.isNegative() ? Duration.ZERO : ttl));
            } else {
                desk.tell(new Event.ActEnded(act, new Outcome.Failed("the agent of " + service.host() + " is away")));
            }
        });
    }
}
