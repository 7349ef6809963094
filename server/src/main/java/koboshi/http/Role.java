package koboshi.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the holder of a token may do; of people, each may do all the one before may. */
public enum Role {
    /** Link up as the vantage of that name, and tell how journeys ran there; it may not even look. */
    PROBER,
    /** Look. */
    VIEWER,
    /** Order what can be undone, hand in samples, beats and notes. */
    OPERATOR,
    /** Agree to what cannot be undone. */
    APPROVER;

    public static Role parse(String text) {
        return Arrays.stream(values())
                .filter(role -> role.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no role is called " + text + ": expected "
                        + Arrays.stream(values()).map(Role::toString).collect(Collectors.joining(", "))));
    }

    boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
