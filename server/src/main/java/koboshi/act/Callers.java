package koboshi.act;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import koboshi.action.Outcome;

/**
 * Every way to call a person, beside the log.
 *
 * <p>The log is always written and reaches only who looks, so its word counts where there is no other way: a call that the webhook did not take
 * is not done because it also stands in a file.
 */
public final class Callers {
    private final List<Caller> ways;
    private final Caller log = new LogCaller();

    public Callers(List<Caller> ways) {
        this.ways = List.copyOf(ways);
    }

    /** Every way is tried; one that reached somebody is enough, and while one is in doubt it is not over. */
    public Outcome call(Caller.Call call) {
        var logged = log.call(call);
        var outcomes = ways.stream().map((Function<Caller, Outcome>) way -> way.call(call)).toList();
        return first(outcomes, Outcome.Done.class)
                .or(() -> first(outcomes, Outcome.Unknown.class))
                .or(() -> first(outcomes, Outcome.Failed.class))
                .orElse(logged);
    }

    private static Optional<Outcome> first(List<Outcome> outcomes, Class<? extends Outcome> kind) {
        return outcomes.stream().filter(kind::isInstance).findFirst();
    }
}
