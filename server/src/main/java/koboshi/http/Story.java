package koboshi.http;

import java.util.List;
import koboshi.incident.Incident;

/** An incident and all its lines, oldest first. */
public record Story(Incident incident, List<Line> lines) {
    public Story {
        lines = List.copyOf(lines);
    }
}
