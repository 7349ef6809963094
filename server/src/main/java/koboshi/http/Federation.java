package koboshi.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import koboshi.promql.Query;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.series.Series;

/** The newest samples of some series as text, for another Prometheus to scrape. */
final class Federation {
    private static final Duration LOOK_BACK = Duration.ofMinutes(5);
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8; escaping=values";
    private static final String PLAIN = "[a-zA-Z_:][a-zA-Z0-9_:]*";

    private final House house;
    private final Querying querying;
    private final InstantSource clock;

    Federation(House house, Querying querying, InstantSource clock) {
        this.house = house;
        this.querying = querying;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.look("/federate", visit -> querying.answered(visit, TYPE, this::newest)));
    }

    /** A series that two selectors name is told once; one that has ended, or holds histograms, which this text cannot spell, is not told. */
    private Querying.Telling newest(Parameters parameters, Departure departure) {
        var selectors = parameters.all("match[]").stream().map(Cataloguing::matchers).toList();
        if (selectors.isEmpty()) {
            throw new Parameters.Wrong("match[]", "no match[] parameter provided");
        }
        long now = clock.millis();
        Map<Labels, Sample> newest = new TreeMap<>();
        for (var matchers : selectors) {
            departure.refuseToGoOn();
            house.archive().select(matchers, now - LOOK_BACK.toMillis() + 1, now).forEach(series -> {
                departure.refuseToGoOn();
                take(series, newest);
            });
        }
        departure.refuseToGoOn();
        return out -> write(newest, out);
    }

    private static void take(Series series, Map<Labels, Sample> newest) {
        var samples = series.samples();
        if (!samples.isEmpty() && !samples.getLast().stale() && samples.getLast().histogram() == null && !series.labels().name().isEmpty()) {
            newest.put(series.labels(), samples.getLast());
        }
    }

    private static void write(Map<Labels, Sample> newest, OutputStream out) throws IOException {
        var text = new StringBuilder();
        var last = "";
        for (var each : newest.entrySet()) {
            var name = each.getKey().name();
            if (!name.equals(last)) {
                text.append("# TYPE ").append(name(name)).append(" untyped\n");
                last = name;
            }
            line(text, each.getKey(), each.getValue());
            if (text.length() > 32 * 1024) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
            }
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Without an instance of its own a series would get the one of whoever is scraped, which is us. */
    private static void line(StringBuilder text, Labels labels, Sample sample) {
        boolean plain = labels.name().matches(PLAIN);
        var rest = new TreeMap<>(labels.asMap());
        rest.remove(Labels.NAME);
        rest.putIfAbsent("instance", "");
        text.append(plain ? labels.name() : "").append('{');
        if (!plain) {
            text.append(name(labels.name())).append(',');
        }
        rest.forEach((name, value) -> text.append(name.matches(PLAIN) ? name : quoted(name)).append('=').append(quoted(value)).append(','));
        text.setCharAt(text.length() - 1, '}');
        text.append(' ').append(Query.number(sample.value())).append(' ').append(sample.millis()).append('\n');
    }

    private static String name(String name) {
        return name.matches(PLAIN) ? name : quoted(name);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
