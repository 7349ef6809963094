package koboshi.probe;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes maps that hold so much and no more: what was put in first goes first. */
final class Bounded {
    /** More than there are targets, should redirects lead to ever new ones. */
    static final int MOST = 20_000;

    private Bounded() {}

    static <K, V> Map<K, V> map(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }
}
