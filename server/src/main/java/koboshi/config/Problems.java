package koboshi.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be followed, with everything that is wrong with it, one line each. */
public final class Problems extends Exception {
    private final transient List<Problem> list;

    Problems(List<Problem> list) {
        super(list.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.list = List.copyOf(list);
    }

    /** By file, line and column; at least one. */
    public List<Problem> list() {
        return list;
    }
}
