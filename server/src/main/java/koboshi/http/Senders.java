package koboshi.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Request;

/** All that sent lately; of more than a thousand the one that was silent longest is forgotten. */
final class Senders {
    private static final int MOST = 1_000;

    private final Allowance allowance;
    private final LongSupplier nanos;
    private final Map<String, Sender> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sender> eldest) {
            return size() > MOST;
        }
    };

    Senders(Allowance allowance, LongSupplier nanos) {
        this.allowance = allowance;
        this.nanos = nanos;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    /** A token's owner by its name; whoever needs none by its address. */
    Sender of(Visit visit) {
        boolean named = !visit.person().equals(Person.LOCAL) && !visit.person().equals(Person.ANYBODY);
        var name = named ? visit.person().name() : "the sender at " + Request.getRemoteAddr(visit.request());
        synchronized (known) {
            return known.computeIfAbsent(name, _ -> new Sender(name, allowance, nanos()));
        }
    }
}
