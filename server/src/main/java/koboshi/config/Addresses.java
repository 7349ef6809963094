package koboshi.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads where to listen and where to call. */
final class Addresses {
    static final Pattern LISTEN = Pattern.compile("(?:\\[([0-9a-fA-F:]{2,45})]|([A-Za-z0-9.-]{1,253})):(\\d{1,5})");
    private static final String URL = "an address starting with http:// or https://";

    private static final int LARGEST_PORT = 65_535;

    private Addresses() {}

    static Optional<Settings.Listen> listen(Value value) {
        return value.text("host:port such as 127.0.0.1:8642").flatMap(text -> {
            var listen = Settings.Listen.parse(text);
            if (listen.isEmpty()) {
                value.problem("expected host:port such as 127.0.0.1:8642, found " + Value.quoted(text), port(text));
            }
            return listen;
        });
    }

    private static Optional<String> port(String text) {
        return text.matches(":?\\d{2,5}") ? Optional.of("127.0.0.1:" + text.replace(":", "")) : Optional.empty();
    }

    static Optional<URI> http(Value value) {
        return value.text(URL).flatMap(text -> http(value, text));
    }

    static Optional<URI> http(Value value, String text) {
        return http(value, text, url -> url.getHost() != null && url.getPort() <= LARGEST_PORT);
    }

    /** What is probed may stand at a name that is no host to Java. */
    static Optional<URI> probed(Value value, String text) {
        return http(value, text, url -> Site.of(url).isPresent());
    }

    /** The address itself is not repeated in problems: tokens hide in addresses. */
    private static Optional<URI> http(Value value, String text, Predicate<URI> leads) {
        try {
            var url = new URI(text);
            var trouble = trouble(url, leads);
            trouble.ifPresent(value::problem);
            return trouble.isPresent() ? Optional.empty() : Optional.of(url);
        } catch (URISyntaxException unreadable) {
            value.problem("expected " + URL + "; " + unreadable.getReason() + " at character " + (unreadable.getIndex() + 1));
            return Optional.empty();
        }
    }

    private static Optional<String> trouble(URI url, Predicate<URI> leads) {
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
            return Optional.of("expected " + URL);
        }
        if (url.getRawAuthority() != null && url.getRawAuthority().contains("@")) {
            return Optional.of("expected an address without user and password");
        }
        if (!leads.test(url)) {
            return Optional.of("expected " + URL + ", a host and a path");
        }
        return Optional.empty();
    }
}
