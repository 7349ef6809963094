package koboshi.http;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/**
 * Who comes in, and who does not.
 *
 * <p>This machine needs no token, and for that very reason its requests are looked at closely: a page of a stranger, open in a browser here,
 * can send requests to loopback too. Its Host (DNS rebinding), its Origin and the missing {@code X-Koboshi} header give it away.
 */
final class Gate {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP");

    private final Set<String> names;
    private final Tokens tokens;
    private final Sessions sessions;

    Gate(Set<String> names, Tokens tokens, Sessions sessions) {
        this.names = names;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    Person admit(Request request, Route route) throws IOException {
        // Links come through tunnels and proxies of any name; a stranger's page has no agent's token to show.
        if (route.who() != Route.Who.AGENT) {
            refuseStrangeHost(request);
        }
        refuseStrangeReaders(request);
        if (route.changes()) {
            refuseStrangePages(request);
        }
        return switch (route.who()) {
            case ANYBODY, AGENT -> Person.ANYBODY;
            case VIEWER -> atLeast(Role.VIEWER, request);
            case OPERATOR -> atLeast(Role.OPERATOR, request);
            case APPROVER -> atLeast(Role.APPROVER, request);
        };
    }

    private Person atLeast(Role role, Request request) throws IOException {
        var person = person(request).orElseThrow(() -> unknown(request));
        if (!person.role().covers(role)) {
            var hint = person.equals(Person.LOCAL) ? "; whoever agrees must have a name: make a token of that role by koboshi token, log in with it at /login or set KOBOSHI_TOKEN" : "";
            throw new Refused(403, person.name() + (person.role().covers(Role.OPERATOR) ? " is an " : " is a ") + person.role() + ": expected " + role + " or above" + hint);
        }
        return person;
    }

    /** A token speaks first, then a login, then this machine. */
    Optional<Person> person(Request request) throws IOException {
        var bearer = Visit.bearer(request);
        if (bearer.isPresent()) {
            return tokens.owner(bearer.get());
        }
        var password = Visit.password(request);
        if (password.isPresent()) {
            // It may be for another's server in his configuration, or for the proxy before us, which passes it on: a login counts still.
            var owner = tokens.owner(password.get());
            if (owner.isPresent()) {
                return owner;
            }
        }
        var session = sessions.person(request);
        if (session.isPresent()) {
            return session;
        }
        return local(request) ? Optional.of(Person.LOCAL) : Optional.empty();
    }

    private static Refused unknown(Request request) {
        return new Refused(
                401,
                "a token is needed here: expected the header Authorization: Bearer <token> (or Basic, with the token as the password), or a login at /login; koboshi token add NAME --role viewer makes one"
                        + forwarded(request).map(Gate::spokenFor).orElse(""),
                Map.of("WWW-Authenticate", "Bearer realm=\"koboshi\""));
    }

    /** Grafana forwards some requests and sends others itself, so that its panels work and its page of alerts does not. */
    private static String spokenFor(String header) {
        return ". Its " + header + " says that a proxy sent this for somebody else: a token is needed then even from this machine;"
                + " Grafana sends one where its data source has the custom header Authorization";
    }

    private static Optional<String> forwarded(Request request) {
        return FORWARDED.stream().filter(request.getHeaders()::contains).findFirst();
    }

    /** From this machine, by this machine's own name, and not on behalf of somebody further away. Where proxies stand before us, that cannot be told. */
    boolean local(Request request) {
        return names.isEmpty() && Visit.loopback(request)
                && host(request).filter(host -> ownName(host, request)).isPresent()
                && forwarded(request).isEmpty();
    }

    private void refuseStrangeHost(Request request) {
        var host = host(request).orElseThrow(() -> new Refused(421, "expected one Host header"));
        if (Visit.loopback(request) && !ownName(host, request) && !configured(host)) {
            throw new Refused(421, "this is not " + host + ": expected a loopback name with our port, or a name we were configured to answer to");
        }
    }

    private static Optional<String> host(Request request) {
        return Visit.header(request, "Host").filter(_ -> Visit.once(request, "Host"));
    }

    private static boolean ownName(String host, Request request) {
        int colon = host.lastIndexOf(':');
        boolean port = colon > host.lastIndexOf(']');
        var name = port ? host.substring(0, colon) : host;
        var given = port ? host.substring(colon + 1) : "80";
        return LOOPBACK.contains(name.toLowerCase(Locale.ROOT)) && given.equals(Integer.toString(Request.getLocalPort(request)));
    }

    private boolean configured(String host) {
        return names.stream().anyMatch(host::equalsIgnoreCase)
                || names.stream().anyMatch(host.replaceFirst(":\\d+$", "")::equalsIgnoreCase);
    }

    /** A stranger's page cannot read what it asks for, but could use up what we have for readers. A link that is followed is no such page. */
    private static void refuseStrangeReaders(Request request) {
        var site = Visit.header(request, "Sec-Fetch-Site").orElse("none");
        boolean followed = "navigate".equals(request.getHeaders().get("Sec-Fetch-Mode"));
        if (!followed && !site.equals("same-origin") && !site.equals("none")) {
            throw new Refused(403, "a page of another site may not ask this: expected our own");
        }
    }

    private static void refuseStrangePages(Request request) {
        refuseStrangeOrigin(request);
        boolean browser = request.getHeaders().contains("Origin") || request.getHeaders().contains("Sec-Fetch-Site");
        if (browser && !"1".equals(request.getHeaders().get("X-Koboshi"))) {
            throw new Refused(403, "from a browser this needs the header X-Koboshi: 1, so that no other page can send it");
        }
    }

    /** Also for the login form, which cannot add a header. */
    static void refuseStrangeOrigin(Request request) {
        var origin = Visit.header(request, "Origin");
        var host = Visit.header(request, "Host").orElse("");
        if (origin.isPresent() && !(Visit.once(request, "Origin")
                && (origin.get().equalsIgnoreCase("http://" + host) || origin.get().equalsIgnoreCase("https://" + host)))) {
            throw new Refused(403, "a page of " + origin.get() + " may not ask this: expected our own");
        }
    }
}
