package koboshi.rule;

import java.time.Duration;
import java.util.SortedMap;
import koboshi.promql.Query;

/** One rule of a group; its query and templates have been read. */
public sealed interface Rule {
    String name();

    Query query();

    /** Where it was written, for messages; {@code rules.yml:12:5}. */
    String place();

    /**
     * Keeps what its query gives as a series of its own.
     *
     * @param labels put over those of the query; an empty value takes the label away
     */
    record Recording(String name, Query query, SortedMap<String, String> labels, String place) implements Rule {}

    /**
     * Raises an alert for each element its query gives.
     *
     * @param hold how long an element must be there before its alert fires
     * @param keepFiring how long it goes on firing without one
     */
    record Alerting(String name, Query query, Duration hold, Duration keepFiring, SortedMap<String, Template> labels, SortedMap<String, Template> annotations,
            String place) implements Rule {}
}
