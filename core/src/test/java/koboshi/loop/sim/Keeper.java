package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.signal.Fact;

/** A host's agent as ours is: keeps, spools numbered facts, does every act once, one after the other on a resource. */
final class Keeper {
    final String host;
    boolean alive = true;
    /** Turns every task of an earlier life into nothing. */
    private int life;
    private long seq;
    private final World world;
    private final Map<ResourceId, Ward> wards = new TreeMap<>();
    private final TreeMap<Long, Event.Reported> spool = new TreeMap<>();
    private final Map<Long, Optional<Outcome>> ledger = new LinkedHashMap<>();
    private final Deque<Event.ActEnded> outcomes = new ArrayDeque<>();
    private final Wire wire;

    Keeper(String host, World world) {
        this.host = host;
        this.world = world;
        this.wire = new Wire(this, world);
    }

    Wire wire() {
        return wire;
    }

    // What it is told.

    void granted(List<Service> services) {
        var gone = new ArrayList<>(wards.keySet());
        for (var service : services) {
            gone.remove(service.id());
            if (wards.containsKey(service.id())) {
                wards.get(service.id()).service = service;
            } else {
                wards.put(service.id(), new Ward(service, world.doll(service.id())));
                resume(wards.get(service.id()));
            }
        }
        gone.forEach(id -> wards.remove(id).plan++);
    }

    void acked(long upTo) {
        spool.headMap(upTo, true).clear();
    }

    void observe(ResourceId on) {
        ward(on).ifPresent(ward -> lane(ward, Duration.ZERO, () -> tell(on, new Fact.Observed(ward.doll.runs(), ward.doll.pid, ward.doll.began))));
    }

    void command(long act, ResourceId on, Verb verb, Duration ttl) {
        var known = ledger.get(act);
        if (known != null && known.isPresent()) {
            answer(act, known.get());
        } else if (known == null || !verb.replaces()) {
            ledger.put(act, Optional.empty());
            perform(act, on, verb, world.now().plus(ttl));
        } else if (world.chance.oneIn(2)) {
            end(act, new Outcome.Unknown("the agent was killed after it had begun"));
        }
    }

    private void perform(long act, ResourceId on, Verb verb, Instant latest) {
        var ward = ward(on);
        if (ward.isEmpty()) {
            end(act, new Outcome.Failed(on + " is not guarded here"));
            return;
        }
        lane(ward.get(), takes(verb), () -> {
            if (world.now().isAfter(latest.plus(takes(verb)))) {
                end(act, new Outcome.Failed("too late"));
            } else {
                world.rules.truth().performed(act, verb, on, this);
                act(act, ward.get(), verb);
            }
        });
    }

    private Duration takes(Verb verb) {
        if (verb == Verb.CAPTURE) {
            return world.chance.oneIn(40) ? Duration.ofSeconds(20) : world.chance.millis(50, 1_000);
        }
        return world.chance.oneIn(40) ? Duration.ofSeconds(25) : world.chance.millis(10, 1_500);
    }

    private void act(long act, Ward ward, Verb verb) {
        switch (verb) {
            case CAPTURE -> end(act, Outcome.Done.plain("seen"));
            case STOP -> {
                stop(ward);
                end(act, Outcome.Done.plain("stopped"));
            }
            case START -> {
                if (!ward.doll.runs()) {
                    ward.forgiven();
                    start(ward);
                }
                end(act, ward.doll.runs() ? Outcome.Done.plain("runs") : new Outcome.Failed("could not be started"));
            }
            case RESTART, RESTART_GENTLY -> {
                stop(ward);
                lane(ward, world.chance.millis(1, 300), () -> {
                    start(ward);
                    end(act, ward.doll.runs() ? Outcome.Done.plain("runs") : new Outcome.Failed("could not be started"));
                });
            }
            case NOTIFY -> throw new Broken("an agent calls nobody");
        }
    }

    private void stop(Ward ward) {
        ward.forgiven();
        ward.state = Ward.State.STOPPED;
        if (ward.doll.runs()) {
            long pid = ward.doll.pid;
            ward.doll.ends(world.now());
            tell(ward.doll.id, new Fact.Exited(pid, Fact.Cause.ORDERED, "by order", List.of(), Duration.ZERO));
        }
    }

    private void start(Ward ward) {
        if (world.troubles.startFails()) {
            tell(ward.doll.id, new Fact.StartFailed("no such file"));
            follow(ward, ward.policy(world.now()));
            return;
        }
        ward.doll.starts(world.nextPid(), world.now(), world.rising());
        ward.state = Ward.State.RUNNING;
        tell(ward.doll.id, new Fact.Started(ward.doll.pid, ward.doll.began, false));
    }

    // What happens to it and to what it keeps.

    /** The process of one of its services ended by itself. */
    void fell(ResourceId on, Fact.Cause cause) {
        ward(on).filter(ward -> alive && ward.doll.runs() && ward.state == Ward.State.RUNNING).ifPresent(ward -> {
            ward.doll.ends(world.now());
            fell(ward, cause);
        });
    }

    private void fell(Ward ward, Fact.Cause cause) {
        var wait = ward.policy(world.now());
        tell(ward.doll.id, new Fact.Exited(1, cause, "code", List.of(), wait.orElse(Duration.ZERO)));
        follow(ward, wait);
    }

    private void follow(Ward ward, Optional<Duration> wait) {
        ward.state = wait.isPresent() ? Ward.State.FALLEN : Ward.State.EXHAUSTED;
        if (wait.isEmpty()) {
            tell(ward.doll.id, new Fact.Exhausted(ward.service.keep().times(), ward.service.keep().window()));
            return;
        }
        int planned = ++ward.plan;
        int now = life;
        world.agenda.in(wait.get(), () -> {
            if (now == life && planned == ward.plan && ward.state == Ward.State.FALLEN) {
                ward.startedAgain(world.now());
                start(ward);
            }
        });
    }

    void killed() {
        alive = false;
        life++;
        wire.drop();
    }

    void revived() {
        alive = true;
        wards.values().forEach(this::resume);
        wire.dial();
    }

    private void resume(Ward ward) {
        switch (ward.state) {
            case WANTED, FALLEN -> {
                if (ward.doll.runs()) {
                    adopt(ward);
                } else {
                    start(ward);
                }
            }
            case RUNNING -> {
                if (ward.doll.runs()) {
                    adopt(ward);
                } else {
                    fell(ward, Fact.Cause.UNKNOWN);
                }
            }
            case STOPPED, EXHAUSTED -> {}
        }
    }

    private void adopt(Ward ward) {
        ward.state = Ward.State.RUNNING;
        tell(ward.doll.id, new Fact.Started(ward.doll.pid, ward.doll.began, true));
    }

    // What it says.

    void helloed() {
        outcomes.forEach(wire::up);
        spool.values().forEach(wire::up);
    }

    private void tell(ResourceId on, Fact fact) {
        var numbered = new Event.Reported(host, "boot", ++seq, on, fact, world.now());
        spool.put(numbered.seq(), numbered);
        wire.up(numbered);
    }

    private void end(long act, Outcome outcome) {
        ledger.put(act, Optional.of(outcome));
        answer(act, outcome);
    }

    private void answer(long act, Outcome outcome) {
        var ended = new Event.ActEnded(act, outcome);
        outcomes.add(ended);
        if (outcomes.size() > 20) {
            outcomes.removeFirst();
        }
        int fate = world.chance.upTo(20);
        if (fate == 0) {
            return; // Lost on the way.
        }
        wire.up(ended);
        if (fate == 1) {
            wire.up(ended);
        }
    }

    private Optional<Ward> ward(ResourceId on) {
        return Optional.ofNullable(wards.get(on));
    }

    /** After everything that was asked of the ward before. */
    private void lane(Ward ward, Duration takes, Runnable task) {
        var begins = ward.free.isAfter(world.now()) ? ward.free : world.now();
        ward.free = begins.plus(takes);
        int now = life;
        world.agenda.at(ward.free, () -> {
            if (now == life) {
                task.run();
            }
        });
    }
}
