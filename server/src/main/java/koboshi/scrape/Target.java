package koboshi.scrape;

import java.time.Duration;
import java.util.Map;
import koboshi.config.ScrapeJob;
import koboshi.series.Labels;

/**
 * What is scraped.
 *
 * @param discovered its labels before the rules
 * @param labels those its series get
 * @param refusal why it is not asked although it is a target, empty where it is
 */
record Target(ScrapeJob job, Map<String, String> discovered, Labels labels, String url, Duration every, Duration timeout, String refusal) {
    Target refused(String why) {
        return new Target(job, discovered, labels, url, every, timeout, why);
    }

    /** What tells one target from another within a job. */
    String key() {
        return url + " " + labels;
    }

    /** Whether everything that shapes its series is the same. */
    boolean keepsSeriesOf(Target other) {
        return labels.equals(other.labels)
                && job.spelled() == other.job.spelled()
                && job.reading().honorLabels() == other.job.reading().honorLabels()
                && job.seriesRules().equals(other.job.seriesRules());
    }

    /** Milliseconds into each interval at which it is scraped: always the same ones, and spread over all targets. */
    long offsetMillis() {
        long hash = (labels.hashCode() * 0x9e3779b97f4a7c15L ^ url.hashCode() * 0xd1b54a32d192ed03L) >>> 1;
        return (hash ^ hash >>> 29) % every.toMillis();
    }
}
