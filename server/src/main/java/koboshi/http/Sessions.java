package koboshi.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** Logins of browsers on other machines: kept in memory, gone after a restart, after twelve hours, or with their token. */
final class Sessions {
    static final String COOKIE = "koboshi";
    private static final Duration LASTING = Duration.ofHours(12);
    private static final int MOST = 1000;

    private final Tokens tokens;
    private final InstantSource clock;
    private final Map<String, Login> logins = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Login> eldest) {
            return size() > MOST;
        }
    };

    private record Login(String name, Instant until) {}

    Sessions(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** @return the cookie's value, or empty for a token nobody has */
    Optional<String> open(String token) throws IOException {
        return tokens.owner(token).map(this::open);
    }

    private synchronized String open(Person person) {
        var id = Tokens.random();
        logins.put(key(id), new Login(person.name(), clock.instant().plus(LASTING)));
        return id;
    }

    Optional<Person> person(Request request) throws IOException {
        for (var cookie : Request.getCookies(request)) {
            if (cookie.getName().equals(COOKIE)) {
                var name = name(cookie.getValue());
                return name.isPresent() ? tokens.named(name.get()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private synchronized Optional<String> name(String id) {
        var login = logins.get(key(id));
        return Optional.ofNullable(login).filter(one -> clock.instant().isBefore(one.until())).map(Login::name);
    }

    /** Keyed by hash, so that a look at the map is no look at the cookies. */
    private static String key(String id) {
        return Hashes.hex(Tokens.hash(id));
    }
}
