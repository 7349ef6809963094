package koboshi.app;

import java.io.IOException;
import java.util.stream.Stream;
import koboshi.incident.Entry;
import koboshi.loop.Plan;
import koboshi.store.Journal;

/** What a journal's entry holds at most. Everything else in it was bounded at the door it came through. */
public final class Bounds {
    private Bounds() {}

    /** @throws IOException naming the part of the plan that cannot be recorded */
    public static void refuseTooLarge(Plan plan) throws IOException {
        var adopted = Stream.of(
                        plan.services().values().stream().map(service -> new Part(service.id().toString(), new Entry.ServiceAdopted(service))),
                        plan.pools().values().stream().map(pool -> new Part("pool " + pool.name(), new Entry.PoolAdopted(pool))),
                        plan.journeys().values().stream().map(journey -> new Part("journey " + journey.name(), new Entry.JourneyAdopted(journey))),
                        plan.duties().values().stream().map(duty -> new Part("guard " + duty.name(), new Entry.DutyAdopted(duty))))
                .flatMap(parts -> parts)
                .filter(part -> part.bytes() > Journal.LARGEST_ENTRY)
                .findFirst();
        if (adopted.isPresent()) {
            throw new IOException(adopted.get().name() + " would take " + adopted.get().bytes() + " bytes in the journal, where at most "
                    + Journal.LARGEST_ENTRY + " fit; make its texts shorter, or split it");
        }
    }

    private record Part(String name, Entry entry) {
        int bytes() {
            return Journal.bytes(entry);
        }
    }
}
