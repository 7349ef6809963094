package liveqa.faults;

import java.util.ArrayList;
import java.util.List;
import liveqa.Seams;

/** All the falls, around the seams of one service. */
final class Faults {
    final Slowness slowness = new Slowness();
    final Silence silence = new Silence();
    final Leak leak = new Leak();
    final Deadlock deadlock;

    Faults(int workers) {
        this.deadlock = new Deadlock(workers);
    }

    Seams seams() {
        return new Seams(answerer -> leak.around(slowness.around(answerer)), line -> deadlock.around(silence.around(line)));
    }

    void heal() {
        leak.heal();
        slowness.heal();
        silence.set(false);
        deadlock.heal();
    }

    List<String> on() {
        var on = new ArrayList<String>();
        if (leak.isOn()) on.add("leak");
        if (slowness.isOn()) on.add("slow");
        if (silence.isOn()) on.add("silent");
        if (deadlock.isOn()) on.add("hang");
        return on;
    }
}
