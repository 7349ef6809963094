package koboshi.loop.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import koboshi.incident.Entry;
import koboshi.loop.Snapshot;
import koboshi.loop.State;

/** The durable journal: what was committed, and now and then a snapshot. */
final class Ledger {
    record Line(Entry entry, Instant at) {}

    private final List<Line> lines = new ArrayList<>();
    private int snapshotAfter;
    private Snapshot snapshot = new State().snapshot();

    void commit(List<Line> batch) {
        lines.addAll(batch);
    }

    void keep(Snapshot taken) {
        snapshot = taken;
        snapshotAfter = lines.size();
    }

    int size() {
        return lines.size();
    }

    /** As a start finds it, both ways, which must be one. */
    State replay(boolean whole) {
        var fromSnapshot = State.of(snapshot);
        lines.subList(snapshotAfter, lines.size()).forEach(line -> fromSnapshot.apply(line.entry(), line.at()));
        if (whole) {
            var fromAll = new State();
            lines.forEach(line -> fromAll.apply(line.entry(), line.at()));
            Rules.same("state from the whole journal and from a snapshot with its tail", fromAll.snapshot(), fromSnapshot.snapshot());
        }
        return fromSnapshot;
    }

    List<Line> last(int many) {
        return lines.subList(Math.max(0, lines.size() - many), lines.size());
    }
}
