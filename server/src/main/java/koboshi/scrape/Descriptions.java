package koboshi.scrape;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import koboshi.scrape.Fetching.Fetched;
import koboshi.wire.Families;
import koboshi.wire.Family;

/** What targets say of their metrics. A thousand targets of one kind say the same, which is then held once. Safe for use by many threads. */
final class Descriptions {
    private final Map<Family, WeakReference<Family>> shared = new WeakHashMap<>();

    List<Family> read(Fetched fetched) {
        var body = fetched.body();
        var said = fetched.type().startsWith("application/vnd.google.protobuf")
                ? Families.ofProtobuf(body.bytes(), body.size())
                : Families.ofText(body.bytes(), body.size());
        return said.stream().map(this::once).toList();
    }

    private synchronized Family once(Family family) {
        var known = shared.get(family);
        var same = known == null ? null : known.get();
        if (same != null) {
            return same;
        }
        shared.put(family, new WeakReference<>(family));
        return family;
    }
}
