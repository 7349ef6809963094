package koboshi.watch;

import koboshi.loop.Event;

/** Where what was seen is told. Never waits: what cannot be taken now is dropped, for the next look will say it again. */
@FunctionalInterface
public interface Telling {
    void tell(Event event);
}
