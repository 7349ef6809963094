package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import koboshi.loop.Event;

/** The link between an agent and Koboshi: in order while it lasts, and what is under way when it breaks is gone. */
final class Wire {
    private final Keeper keeper;
    private final World world;
    private boolean linked;
    private int number;
    private Instant lastUp = Instant.EPOCH;
    private Instant lastDown = Instant.EPOCH;
    private boolean cut;

    Wire(Keeper keeper, World world) {
        this.keeper = keeper;
        this.world = world;
    }

    boolean linked() {
        return linked;
    }

    void cut(Duration length) {
        cut = true;
        drop();
        world.agenda.in(length, () -> {
            cut = false;
            dial();
        });
    }

    void drop() {
        if (linked) {
            linked = false;
            number++;
            int desk = world.desk.life();
            world.agenda.in(world.chance.millis(1, 3_000), () -> {
                if (!linked && desk == world.desk.life()) {
                    world.desk.tell(new Event.AgentLost(keeper.host));
                }
            });
        }
    }

    void dial() {
        if (linked || cut || !keeper.alive || !world.desk.alive()) {
            return;
        }
        linked = true;
        number++;
        world.desk.hello(keeper);
        keeper.helloed();
    }

    void up(Event event) {
        lastUp = later(lastUp);
        send(lastUp, () -> world.desk.heard(keeper, event));
    }

    void down(Runnable frame) {
        lastDown = later(lastDown);
        send(lastDown, frame);
    }

    private void send(Instant arrival, Runnable frame) {
        int sent = number;
        if (linked) {
            world.agenda.at(arrival, () -> {
                if (linked && sent == number) {
                    frame.run();
                }
            });
        }
    }

    private Instant later(Instant last) {
        var arrival = world.now().plus(world.chance.oneIn(50) ? world.chance.millis(1, 4_000) : world.chance.millis(0, 20));
        return arrival.isAfter(last) ? arrival : last;
    }
}
