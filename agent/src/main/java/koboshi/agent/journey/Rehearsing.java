package koboshi.agent.journey;

import koboshi.journey.Journey;
import koboshi.signal.Run;

/** Runs a journey once, within its own timeout. */
@FunctionalInterface
public interface Rehearsing {
    Run rehearse(Journey journey);
}
