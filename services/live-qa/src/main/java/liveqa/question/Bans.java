package liveqa.question;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;

/** Whose questions are not taken; the newest ten thousand. */
final class Bans {
    private static final int MOST = 10_000;
    private final LinkedHashMap<String, Entry.Banned> bans = new LinkedHashMap<>();

    void add(Entry.Banned ban) {
        bans.putLast(ban.id(), ban);
        if (bans.size() > MOST) bans.pollFirstEntry();
    }

    void lift(String key) {
        bans.remove(key);
    }

    boolean bars(Asker asker, Instant now) {
        var ban = asker.isKnown() ? bans.get(asker.key()) : null;
        return ban != null && ban.until().map(now::isBefore).orElse(true);
    }

    /** The newest first. */
    List<Entry.Banned> all() {
        return List.copyOf(bans.reversed().values());
    }

    List<Entry.Banned> inOrder() {
        return List.copyOf(bans.values());
    }
}
