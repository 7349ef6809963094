package liveqa.feed;

import java.util.LinkedHashMap;
import java.util.Map;

/** The ids of the last comments, so that a feed sent again is not counted again. */
final class SeenIds {
    private static final int REMEMBERED = 20_000;
    private final Map<String, Boolean> ids = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Whether it is new. */
    synchronized boolean add(String id) {
        return ids.putIfAbsent(id, true) == null;
    }

    synchronized void forget(String id) {
        ids.remove(id);
    }
}
