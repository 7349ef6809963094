package koboshi.http;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The page and what it is made of, and the login for browsers elsewhere. */
final class Pages {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final int LARGEST_LOGIN = 2000;
    /** The head of an answer holds 8 KiB. */
    private static final int LONGEST_LINK = 7_000;

    private final House house;
    private final Sessions sessions;
    private final Bodies bodies;
    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    private record Asset(byte[] content, String type, String tag) {}

    Pages(House house, Sessions sessions, Bodies bodies) {
        this.house = house;
        this.sessions = sessions;
        this.bodies = bodies;
    }

    /** The page itself holds no secret: what it shows it asks for, and is asked who it is. */
    List<Route> routes() {
        return List.of(
                Route.look("/", visit -> Reply.of(asset(visit, "index.html"))),
                Route.open("/graph", visit -> Reply.of(Answer.seeOther(inTheQueryField(visit.query("g0.expr").orElse(""))))),
                Route.open("/page/{file}", visit -> Reply.of(asset(visit, visit.place()))),
                Route.open("/login", visit -> Reply.of(asset(visit, "login.html"))),
                new Route("POST", "/login", Route.Who.ANYBODY, false, visit -> Reply.of(login(visit))));
    }

    static Reply toLogin() {
        return Reply.of(Answer.seeOther("/login"));
    }

    /** Where Prometheus's own page would be: templates of rules, and what tells of alerts, link to it. */
    private static String inTheQueryField(String expression) {
        var coded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        if (coded.length() > LONGEST_LINK) {
            throw new Refused(414, "the query is too long for a link: paste it into the query field of the page");
        }
        return "/#/query" + (coded.isEmpty() ? "" : "?q=" + coded);
    }

    private Answer asset(Visit visit, String name) throws IOException {
        var asset = find(name).orElseThrow(() -> new Refused(404, "the page has no " + name));
        if (visit.header("If-None-Match").filter(asset.tag()::equals).isPresent()) {
            return dressed(new Answer(304, new HashMap<>(), new byte[0]), asset);
        }
        return dressed(Answer.of(200, asset.type(), asset.content()), asset);
    }

    private Answer dressed(Answer answer, Asset asset) {
        return answer.with("ETag", asset.tag()).with("Cache-Control", "no-cache").with("Content-Security-Policy", policy());
    }

    private Optional<Asset> find(String name) throws IOException {
        if (!name.matches("[a-z0-9-]+\\.(html|css|js|svg)")) {
            return Optional.empty();
        }
        var known = assets.get(name);
        return known != null ? Optional.of(known) : load(name);
    }

    private Optional<Asset> load(String name) throws IOException {
        try (var in = Pages.class.getResourceAsStream("/page/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            var content = in.readAllBytes();
            var tag = '"' + Hashes.hex(Hashes.sha256(content)).substring(0, 20) + '"';
            var asset = new Asset(content, TYPES.get(name.substring(name.lastIndexOf('.') + 1)), tag);
            assets.put(name, asset);
            return Optional.of(asset);
        }
    }

    private String policy() {
        var panels = house.view().services().stream()
                .flatMap(service -> service.panel().stream())
                .flatMap(panel -> origin(panel).stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src "
                + (panels.isEmpty() ? "'none'" : panels) + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    }

    private static Optional<String> origin(String url) {
        try {
            var uri = URI.create(url);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null
                    ? Optional.of(uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A plain form, which works before any script of ours runs. */
    private Answer login(Visit visit) throws IOException {
        Gate.refuseStrangeOrigin(visit.request());
        var form = bodies.takeText(visit.request(), LARGEST_LOGIN, text -> text);
        var session = sessions.open(token(form));
        if (session.isEmpty()) {
            return Answer.seeOther("/login?wrong");
        }
        var secure = visit.request().isSecure() || "https".equals(visit.header("X-Forwarded-Proto").orElse("")) ? "; Secure" : "";
        return Answer.seeOther("/")
                .with("Set-Cookie", Sessions.COOKIE + "=" + session.get() + "; Path=/; HttpOnly; SameSite=Strict" + secure);
    }

    private static String token(String form) {
        for (var pair : form.split("&")) {
            if (pair.startsWith("token=")) {
                return decoded(pair.substring("token=".length()));
            }
        }
        throw Refused.expected("expected the form field token");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException _) {
            throw Refused.expected("expected the form field token, written as a browser writes it");
        }
    }
}
