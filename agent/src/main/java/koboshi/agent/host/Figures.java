package koboshi.agent.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import koboshi.agent.link.Frame.Figure;
import koboshi.series.Labels;

/** What was measured at one moment. Bounded: a host with thousands of disks must not crowd out everything else. */
final class Figures {
    static final int MOST = 4_000;

    private final List<String> standing;
    private final List<Figure> figures = new ArrayList<>();

    /** @param standing label, value, label, value ... of every series here */
    Figures(String... standing) {
        this.standing = List.of(standing);
    }

    /** What is no number is no sample, and what is beyond the bound is left out. */
    void add(String name, double value, String... labels) {
        if (Double.isFinite(value) && figures.size() < MOST) {
            figures.add(new Figure(identity(name, labels), value));
        }
    }

    private Labels identity(String name, String... labels) {
        var pairs = new ArrayList<>(standing);
        pairs.add(Labels.NAME);
        pairs.add(name);
        pairs.addAll(Arrays.asList(labels));
        return Labels.of(pairs.toArray(String[]::new));
    }

    List<Figure> all() {
        return List.copyOf(figures);
    }
}
