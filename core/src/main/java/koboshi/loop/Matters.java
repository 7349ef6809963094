package koboshi.loop;

import java.util.HashMap;
import java.util.Map;
import koboshi.guard.GuardKey;
import koboshi.resource.ResourceId;

/**
 * Which label sets stand for which resource.
 *
 * <p>Asked for every open incident at every step. The scar: a hundred of a thousand rules fired at once, each step looked through all standings for each of
 * their incidents, and took three thousand times as long as on a quiet day, just when something else might fall.
 */
final class Matters {
    private final State state;
    private final Map<GuardKey, ResourceId> of = new HashMap<>();
    private final Map<ResourceId, Integer> standing = new HashMap<>();

    Matters(State state) {
        this.state = state;
        state.standings.keySet().forEach(this::stood);
    }

    boolean stands(ResourceId on) {
        return standing.containsKey(on);
    }

    void stood(GuardKey key) {
        var duty = state.duties.get(key.guard());
        if (duty != null && !of.containsKey(key)) {
            var on = Standings.subject(state, duty.guard(), key);
            of.put(key, on);
            standing.merge(on, 1, Integer::sum);
        }
    }

    void cleared(GuardKey key) {
        var on = of.remove(key);
        if (on != null) {
            standing.computeIfPresent(on, (_, count) -> count == 1 ? null : count - 1);
        }
    }
}
