package koboshi.app;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where something is asked.
 *
 * @param host in lower case; an address of IPv6 in its long form
 */
record Address(String host, int port) {
    private static final Pattern SHAPE = Pattern.compile("(?:([a-zA-Z][a-zA-Z0-9+.-]*)://)?(?:[^/@]*@)?(\\[[^]/]+]|[^:/?#\\[\\]$]+)(?::(\\d{1,5}))?(?:[/?#].*)?", Pattern.DOTALL);
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "ws", 80, "https", 443, "wss", 443);

    /** Empty where the text names no port, by itself or by its scheme, or has a place in it that is filled later. */
    static Optional<Address> of(String text) {
        var match = SHAPE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var port = Optional.ofNullable(match.group(3)).map(Integer::valueOf)
                .or(() -> Optional.ofNullable(match.group(1)).map(scheme -> PORTS.get(scheme.toLowerCase(Locale.ROOT))));
        return port.map(number -> new Address(plain(match.group(2)), number));
    }

    /** One spelling of each. */
    static String plain(String host) {
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            return bare.contains(":") ? InetAddress.ofLiteral(bare).getHostAddress() : bare.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return bare.toLowerCase(Locale.ROOT); // It is nobody's address, and equals none.
        }
    }

    /** Whoever asks there asks on its own host. */
    boolean ownHost() {
        return host.equals("localhost") || host.endsWith(".localhost") || host.startsWith("127.") || host.equals("0.0.0.0") || host.equals("0:0:0:0:0:0:0:1");
    }

    /** A name in a domain is taken for the host of that name. */
    boolean names(String called) {
        var name = plain(called);
        return host.equals(name) || !name.isEmpty() && Character.isLetter(name.charAt(0)) && !name.contains(".") && !name.equals("localhost") && host.startsWith(name + ".");
    }
}
