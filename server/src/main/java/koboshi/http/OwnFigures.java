package koboshi.http;

import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Our own figures, for whoever watches the watcher. */
final class OwnFigures {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{[^{}\\n]*})?");

    private final House house;
    private final EntryFeed feed;
    private final AgentLinks links;
    private final Tallies tallies;

    OwnFigures(House house, EntryFeed feed, AgentLinks links, Tallies tallies) {
        this.house = house;
        this.feed = feed;
        this.links = links;
        this.tallies = tallies;
    }

    List<Route> routes() {
        return List.of(Route.look("/metrics", _ -> Reply.of(Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", text()))));
    }

    private String text() {
        var figures = new TreeMap<>(house.figures());
        figures.putAll(tallies.figures());
        figures.put("koboshi_http_streams", (double) feed.readers());
        figures.put("koboshi_http_agents", (double) links.count());
        var text = new StringBuilder();
        figures.forEach((name, value) -> line(text, name, value));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, double value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a metric name: " + name);
        }
        text.append(name).append(' ').append(spelled(value)).append('\n');
    }

    private static String spelled(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }
}
