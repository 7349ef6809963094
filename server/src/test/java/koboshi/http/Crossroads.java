package koboshi.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.http.ViewedPool.Place;
import koboshi.incident.Entry;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;

/** Pools of servers on a good and on a bad day, for the page to show. */
final class Crossroads {
    static final ResourceId S1 = Pool.backend("web", "s1");
    static final ResourceId S2 = Pool.backend("web", "s2");
    static final ResourceId S3 = Pool.backend("web", "s3");
    private static final List<String> JOURNEYS = List.of("front-page", "search", "basket", "pay", "log-in", "picture");
    private static final Pool.Back BACK = new Pool.Back(Duration.ofSeconds(5), Duration.ofMinutes(10), 3, Duration.ofSeconds(10), Duration.ofMinutes(5));

    private final Instant now;

    Crossroads(Instant now) {
        this.now = now;
    }

    /** The same house with these pools. */
    static View with(View view, ViewedPool... pools) {
        return new View(view.offset(), view.at(), view.services(), view.guards(), view.incidents(), view.acts(), view.freeze(), view.sent(), view.hosts(), List.of(pools), view.vantages());
    }

    ViewedPool quiet() {
        return pool("web", Optional.empty(), List.of(in(S1, 1), in(S2, 1), in(S3, 1)));
    }

    /** s2 is out since a fall, and no second one may go. */
    ViewedPool fallen() {
        var full = Map.<Verb, Refusal>of(Verb.DRAIN, new Refusal.TooManyOut("web", 1, 1), Verb.EJECT, new Refusal.TooManyOut("web", 1, 1));
        return pool("web", Optional.empty(), List.of(
                server(S1, Place.IN, "", false, Optional.of(new Flow(true, 12, "UP")), full, List.of(clean("see@web/s1", 41))),
                server(S2, Place.OUT, "see@web/s2", false, Optional.of(new Flow(false, 3, "MAINT")), Map.of(), List.of(failing("see@web/s2", 4))),
                server(S3, Place.IN, "", false, Optional.of(new Flow(true, 1, "UP")), full, List.of(clean("see@web/s3", 38)))));
    }

    /** One of its servers is also seen from elsewhere. */
    ViewedPool farSeen() {
        var far = List.of(clean("see@web/s1@osaka", 71), failing("see@web/s1@tokyo", 3));
        return pool("web", Optional.empty(), List.of(server(S1, Place.IN, "", false, Optional.of(new Flow(true, 1, "UP")), Map.of(), far), in(S2, 1)));
    }

    /** Nobody can say where its traffic goes. */
    ViewedPool mute() {
        var away = new Refusal.BalancerIsAway("app", "connection refused");
        var refused = Map.<Verb, Refusal>of(Verb.DRAIN, away, Verb.EJECT, away, Verb.READY, away);
        var servers = IntStream.rangeClosed(1, 2).mapToObj(i -> server(Pool.backend("app", "a" + i), Place.IN, "", false, Optional.empty(), refused, List.of(unknown("see-app@app/a" + i)))).toList();
        return pool("app", Optional.of("unix:/run/haproxy/admin.sock: connection refused"), servers);
    }

    /** Twelve servers and six journeys, one of everything that can be seen. */
    ViewedPool wide() {
        var servers = new ArrayList<ViewedPool.Server>();
        for (int i = 1; i <= 12; i++) {
            servers.add(wide(Pool.backend("shop", "shop-" + i), i));
        }
        return pool("shop", Optional.empty(), servers);
    }

    private ViewedPool.Server wide(ResourceId id, int i) {
        var up = Optional.of(new Flow(true, 7 * i, "UP"));
        return switch (i) {
            case 2 -> server(id, Place.OUT, "pay@shop/shop-2", false, Optional.of(new Flow(false, 0, "MAINT")), Map.of(), journeys(id, 3));
            case 3 -> server(id, Place.DRAINING, "operator:ren", true, Optional.of(new Flow(false, 4, "DRAIN")), Map.of(), journeys(id, -1));
            case 4 -> server(id, Place.RETURNED, "search@shop/shop-4", false, up, Map.of(), journeys(id, -1));
            case 5 -> server(id, Place.IN, "", false, Optional.of(new Flow(false, 0, "MAINT, UP")), Map.of(), journeys(id, -1));
            case 6 -> server(id, Place.IN, "", false, up, Map.of(Verb.DRAIN, new Refusal.RoleIsBusy("shop", 9)), journeys(id, 1));
            default -> server(id, Place.IN, "", false, up, Map.of(Verb.DRAIN, new Refusal.RoleIsBusy("shop", 9)), journeys(id, -1));
        };
    }

    private List<ViewedService.Journey> journeys(ResourceId id, int failing) {
        return IntStream.range(0, JOURNEYS.size())
                .mapToObj(i -> i == failing ? failing(JOURNEYS.get(i) + "@" + id.name(), 2) : clean(JOURNEYS.get(i) + "@" + id.name(), 20 + 31 * i))
                .toList();
    }

    private ViewedPool pool(String name, Optional<String> trouble, List<ViewedPool.Server> servers) {
        return new ViewedPool(name, 1, Math.max(1, servers.size() / 2), Duration.ofSeconds(30), BACK, false, trouble, servers);
    }

    private ViewedPool.Server in(ResourceId id, int sessions) {
        return server(id, Place.IN, "", false, Optional.of(new Flow(true, sessions, "UP")), Map.of(), List.of(clean("see@" + id.name(), 40)));
    }

    private ViewedPool.Server server(
            ResourceId id, Place place, String by, boolean ordered, Optional<Flow> flow, Map<Verb, Refusal> refused, List<ViewedService.Journey> journeys) {
        var since = place == Place.IN ? Optional.<Instant>empty() : Optional.of(now.minusSeconds(12));
        var until = place == Place.DRAINING || place == Place.RETURNED ? Optional.of(now.plusSeconds(120)) : Optional.<Instant>empty();
        return new ViewedPool.Server(id, Optional.empty(), place, since, until, by, ordered, flow, Optional.of(18L).filter(_ -> place == Place.OUT), refused, journeys);
    }

    private ViewedService.Journey clean(String name, int millis) {
        return new ViewedService.Journey(name, Optional.of(true), Optional.of(Duration.ofMillis(millis)), Optional.of(now.minusSeconds(1)), "", 9, 0);
    }

    private ViewedService.Journey failing(String name, int times) {
        return new ViewedService.Journey(
                name, Optional.of(false), Optional.of(Duration.ofMillis(250)), Optional.of(now.minusSeconds(1)), "GET /: expected status 200 to 299, found 500", 0, times);
    }

    private static ViewedService.Journey unknown(String name) {
        return new ViewedService.Journey(name, Optional.empty(), Optional.empty(), Optional.empty(), "", 0, 0);
    }

    /** A day on which servers of the shop fell, came back and were drained. */
    static void day(FakeHouse house, Instant now) {
        var hours = now.minus(Duration.ofHours(24));
        later(house, hours.plus(Duration.ofHours(5)), 1, Verb.EJECT, 2, "pay@shop/shop-2", 14, Motive.RUNBOOK, "POST /pay: expected status 200 to 299, found 500");
        later(house, hours.plus(Duration.ofMinutes(302)), 2, Verb.READY, 2, "pay@shop/shop-2", 14, Motive.COURSE, "it ran clean 3 times in a row");
        later(house, hours.plus(Duration.ofHours(13)), 3, Verb.DRAIN, 7, "operator:ren", 0, Motive.ORDER, "a new disk");
        later(house, hours.plus(Duration.ofMinutes(795)), 4, Verb.EJECT, 7, "operator:ren", 0, Motive.COURSE, "no session is left on it");
        later(house, hours.plus(Duration.ofHours(16)), 5, Verb.READY, 7, "operator:ren", 0, Motive.ORDER, "the disk is in");
        later(house, now.minusSeconds(12), 6, Verb.DRAIN, 3, "operator:ren", 0, Motive.ORDER, "a new disk");
        later(house, now.minusSeconds(12), 7, Verb.EJECT, 2, "pay@shop/shop-2", 18, Motive.RUNBOOK, "POST /pay: expected status 200 to 299, found 500");
    }

    private static void later(FakeHouse house, Instant at, long act, Verb verb, int server, String by, long incident, Motive motive, String why) {
        var started = new Entry.ActStarted(act, verb, Pool.backend("shop", "shop-" + server), GuardKey.of(by), incident, at, motive, why);
        house.lines.add(new Line(house.lines.size() + 1L, at, "act-started", started));
        house.lines.add(new Line(house.lines.size() + 1L, at, "act-ended", new Entry.ActEnded(act, incident, Outcome.Done.plain("at unix:/run/haproxy/admin.sock"))));
    }

    /** Something was done to a server, and the balancer did it. */
    static void done(FakeHouse house, long act, Verb verb, ResourceId on, String by, long incident, Motive motive, String why) {
        house.happens(new Entry.ActStarted(act, verb, on, GuardKey.of(by), incident, FakeHouse.AT, motive, why));
        house.happens(new Entry.ActEnded(act, incident, Outcome.Done.plain("at unix:/run/haproxy/admin.sock")));
    }
}
