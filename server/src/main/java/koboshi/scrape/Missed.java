package koboshi.scrape;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import koboshi.config.ScrapeJob;
import koboshi.series.Labels;

/**
 * Targets that answered once and then went from where targets are found, without anybody editing their job.
 *
 * <p>To be missed for a time: somebody who took one away on purpose hears of it once, and it is let go of by itself.
 */
final class Missed {
    /** Long enough to be seen by whoever was called; what is still gone after it is gone for good. */
    static final Duration REMEMBERED = Duration.ofHours(1);
    /** Where machines come and go by the hundred, the latest matter. */
    private static final int MOST = 1_000;

    /** @param from where it was found, in words */
    record Gone(ScrapeJob job, Labels labels, String url, String from, Instant since) {}

    private final Map<String, Gone> all = new LinkedHashMap<>();

    /**
     * Takes in who went and who is there.
     *
     * @param followed whether a job is as it was
     */
    synchronized void settle(Collection<TargetLoop> gone, Collection<Target> there, Predicate<ScrapeJob> followed, Instant now) {
        gone.stream()
                .filter(loop -> loop.answered() && followed.test(loop.target().job()))
                .forEach(loop -> all.put(key(loop.target()), missed(loop.target(), now)));
        // By address: a target that got other labels is not gone.
        there.forEach(target -> all.remove(key(target)));
        all.values().removeIf(target -> !followed.test(target.job()) || isOver(target, now));
        all.keySet().removeAll(all.keySet().stream().limit(Math.max(0, all.size() - MOST)).collect(Collectors.toSet()));
    }

    /** One that was there before we started. */
    synchronized void miss(Gone target) {
        all.put(target.job().name() + " " + target.url(), target);
    }

    private static Gone missed(Target target, Instant now) {
        return new Gone(target.job(), target.labels(), target.url(), Finding.from(target.discovered()), now);
    }

    private static String key(Target target) {
        return target.job().name() + " " + target.url();
    }

    synchronized List<Gone> of(String job, Instant now) {
        return all.values().stream().filter(target -> target.job().name().equals(job) && !isOver(target, now)).toList();
    }

    private static boolean isOver(Gone target, Instant now) {
        return !target.since().plus(REMEMBERED).isAfter(now);
    }
}
