package liveqa.phone.webhook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The parameters of a posted form, sorted by name as the signature wants them. */
public record Form(SequencedMap<String, TreeSet<String>> values) {
    private static final int MOST = 200;

    /** @throws IllegalArgumentException when it is no form, or holds too many parameters */
    public static Form parse(String body) {
        var values = new TreeMap<String, TreeSet<String>>();
        var pairs = body.isEmpty() ? new String[0] : body.split("&", MOST + 2);
        if (pairs.length > MOST) throw new IllegalArgumentException("more than " + MOST + " parameters");
        for (var pair : pairs) {
            int equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            values.computeIfAbsent(decoded(name), _ -> new TreeSet<>()).add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return new Form(values);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Optional<String> first(String name) {
        return Optional.ofNullable(values.get(name)).map(TreeSet::first);
    }
}
