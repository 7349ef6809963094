package liveqa.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Set;

/**
 * Refuses what a browser sends on behalf of another site.
 *
 * <p>On loopback the Host must be loopback too, or a name that was allowed: a foreign site that lets its own name point
 * to 127.0.0.1 is not this one. Anywhere, a given Origin must be the Host's.
 */
final class SameSite {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private final boolean onLoopback;
    private final Set<String> allowed;

    SameSite(InetAddress listening, Set<String> allowed) {
        this.onLoopback = listening.isLoopbackAddress();
        this.allowed = allowed;
    }

    void check(Request request) throws Refusal {
        var host = request.header("Host").orElse("");
        if (onLoopback && !LOOPBACK.contains(name(host)) && !allowed.contains(name(host))) {
            throw new Refusal(403, "the Host \"" + host + "\" is not this service; allow a name with --allow-host");
        }
        var origin = request.header("Origin").orElse(null);
        if (origin != null && !host.equals(authority(origin))) {
            throw new Refusal(403, "questions from pages of another site (Origin \"" + origin + "\") are not taken");
        }
    }

    /** Whether it was sent from this machine, not by way of a proxy that bears a name of its own. */
    boolean isLocal(Request request) {
        return onLoopback && LOOPBACK.contains(name(request.header("Host").orElse(""))) && request.header("X-Forwarded-For").isEmpty()
                && request.header("Forwarded").isEmpty();
    }

    private static String name(String host) {
        return host.replaceFirst(":\\d+$", "").toLowerCase();
    }

    private static String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException _) {
            return null; // Nonsense is not the same site.
        }
    }
}
