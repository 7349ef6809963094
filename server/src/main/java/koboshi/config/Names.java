package koboshi.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import koboshi.journey.Quorum;

/**
 * What the files define, by name, whether or not each definition is sound: a guard must not be blamed for its journey's mistake.
 */
record Names(Set<String> services, Set<String> journeys, Set<String> heartbeats, Set<String> pools, Set<String> vantages) {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    static final Pattern GUARD = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

    Names {
        services = new TreeSet<>(services);
        journeys = new TreeSet<>(journeys);
        heartbeats = new TreeSet<>(heartbeats);
        pools = new TreeSet<>(pools);
        vantages = new TreeSet<>(vantages);
        vantages.add(Quorum.HERE);
    }

    /** Whether a definition's own name is fit to be one. */
    static boolean fit(String name, Value definition, Pattern shape) {
        if (shape.matcher(name).matches()) {
            return true;
        }
        var letters = shape == GUARD ? "small letters, digits and -" : "letters, digits, - . and _";
        var expected = "expected a name of " + letters + ", at most 100, not starting with a sign";
        definition.report().problem(definition.named(), definition.key(), expected, proposal(name, shape));
        return false;
    }

    private static Optional<String> proposal(String name, Pattern shape) {
        var plain = shape == GUARD
                ? name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
                : name.replaceAll("[^A-Za-z0-9._]+", "-");
        var trimmed = plain.replaceAll("^[-._]+|-+$", "");
        return Optional.of(trimmed).filter(text -> shape.matcher(text).matches());
    }
}
