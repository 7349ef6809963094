package koboshi.guard;

import java.util.List;
import java.util.Optional;
import koboshi.series.Labels;
import koboshi.series.Series;

/**
 * Which of several sources counts that tell the same of one service: its agent, which measures the very process that was started, before anything else that is labelled
 * with the service, that before the scrape of its own metrics, and that before what names no service.
 *
 * <p>Two sources of one figure would be two standings, and two restarts for one leak.
 */
final class Nearest {
    /** By convention such a series is of one process, so one that does not name the service is of another program. */
    private static final String OF_A_PROCESS = "process_";

    private static final int ANOTHERS = -1;
    private static final int ANYBODYS = 0;
    private static final int ITS_SCRAPE = 1;
    private static final int ITS_OWN = 2;
    private static final int ITS_AGENT = 3;

    private final Optional<String> service;

    /** @param service whose figure is asked for; of everybody's all count */
    Nearest(Optional<String> service) {
        this.service = service;
    }

    boolean isAnothers(Labels labels) {
        return service.isPresent() && rank(labels) == ANOTHERS;
    }

    /** Those of the nearest source there is. */
    List<Series> of(List<Series> all) {
        if (service.isEmpty()) {
            return all;
        }
        int nearest = all.stream().mapToInt(series -> rank(series.labels())).max().orElse(ANYBODYS);
        return all.stream().filter(series -> nearest > ANOTHERS && rank(series.labels()) == nearest).toList();
    }

    private int rank(Labels labels) {
        var name = service.orElseThrow();
        if (labels.get("service").equals(name)) {
            return labels.get("instance").startsWith(name + "@") ? ITS_AGENT : ITS_OWN;
        }
        if (!labels.get("service").isEmpty()) {
            return ANOTHERS;
        }
        return labels.get("job").equals(name) ? ITS_SCRAPE : labels.name().startsWith(OF_A_PROCESS) ? ANOTHERS : ANYBODYS;
    }
}
