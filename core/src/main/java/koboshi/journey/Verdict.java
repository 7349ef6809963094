package koboshi.journey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the vantages of a journey say together.
 *
 * <p>Of the pulses of those that can tell, the k-th worst speaks for all, where k must agree: it has fallen exactly when k of them have. It stands only where those
 * that are silent could not turn it over, whatever they would say; everything else is unknown. So one vantage more that fails never makes a fall clean, and
 * one that falls silent makes it unknown at most.
 *
 * @param pulse neither fallen nor clean while it is unknown
 * @param unknown why nothing can be said, if so
 */
public record Verdict(Pulse pulse, Optional<String> unknown) {
    private static final Comparator<Pulse> WORST_FIRST = Comparator.comparing(Pulse::fallen).thenComparingInt(Pulse::failedInARow).reversed();

    /** @param sights of each vantage the quorum names */
    public static Verdict of(Quorum quorum, Map<String, Sight> sights) {
        var able = sights.values().stream().filter(Sight.Said.class::isInstance).map(said -> ((Sight.Said) said).pulse()).sorted(WORST_FIRST).toList();
        int silent = (int) sights.values().stream().filter(Sight.Silent.class::isInstance).count();
        int needed = quorum.needed();
        if (able.size() < needed) {
            return unknown(able, able.size() + " of " + quorum.from().size() + " vantages can tell, and " + needed + " must agree" + whyNot(sights));
        }
        if (able.get(needed - 1).suspected()) {
            return new Verdict(able.get(needed - 1), Optional.empty());
        }
        long suspected = count(able, Pulse::suspected);
        return suspected + silent >= needed
                ? unknown(able, "it fails from " + suspected + " of " + quorum.from().size() + " vantages, and " + needed + " must agree" + whyNot(sights))
                : new Verdict(clean(able, needed - silent), Optional.empty());
    }

    private static Verdict unknown(List<Pulse> able, String why) {
        var pulse = able.stream().findFirst().filter(Pulse::suspected)
                .map(worst -> new Pulse(worst.failedInARow(), 0, false, worst.last(), worst.firstFailed()));
        return new Verdict(pulse.orElse(Pulse.UNKNOWN), Optional.of(why));
    }

    /** Each figure is such that fewer than so many vantages have a worse one. */
    private static Pulse clean(List<Pulse> able, int place) {
        var inARow = able.stream().map(Pulse::cleanInARow).sorted().toList().get(place - 1);
        var last = able.stream().sorted(Comparator.comparing(Verdict::lastClean)).toList().get(place - 1).last();
        return new Pulse(0, inARow, false, last, Optional.empty());
    }

    private static Instant lastClean(Pulse pulse) {
        return pulse.last().filter(run -> run.clean()).map(run -> run.began()).orElse(Instant.MIN);
    }

    private static long count(List<Pulse> pulses, Predicate<Pulse> such) {
        return pulses.stream().filter(such).count();
    }

    private static String whyNot(Map<String, Sight> sights) {
        var reasons = new ArrayList<String>();
        new TreeMap<>(sights).forEach((vantage, sight) -> {
            switch (sight) {
                case Sight.Said _ -> {}
                case Sight.Silent(var why) -> reasons.add(vantage + ": " + why);
                case Sight.LeftOut(var why) -> reasons.add(vantage + " is left out: " + why);
            }
        });
        return reasons.isEmpty() ? "" : reasons.stream().collect(Collectors.joining("; ", " (", ")"));
    }
}
