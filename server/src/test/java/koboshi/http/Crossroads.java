package koboshi.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.http.ViewedPool.Place;
import koboshi.http.ViewedService.Sees;
import koboshi.incident.Entry;
import koboshi.journey.Doubt;
import koboshi.journey.Quorum;
import koboshi.loop.Switch;
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

    /** Seen from four places, of which one is cut off and one sees only itself: what falls at s1 two see, at s2 one. */
    ViewedPool farSeen() {
        var fallen = List.of(sight(Quorum.HERE, Sees.FALLEN), away("kyoto"), leftOut("osaka"), sight("tokyo", Sees.FALLEN));
        var suspected = List.of(sight(Quorum.HERE, Sees.CLEAN), away("kyoto"), leftOut("osaka"), sight("tokyo", Sees.SUSPECTED));
        var clean = List.of(sight(Quorum.HERE, Sees.CLEAN), away("kyoto"), leftOut("osaka"), sight("tokyo", Sees.CLEAN));
        return pool("web", Optional.empty(), List.of(
                seen(S1, together(failing("see@web/s1", 4), Sees.FALLEN, fallen), clean("ping@web/s1", 2)),
                seen(S2, together(clean("see@web/s2", 41), Sees.SILENT, suspected), clean("ping@web/s2", 3)),
                seen(S3, together(clean("see@web/s3", 41), Sees.CLEAN, clean), clean("ping@web/s3", 2))));
    }

    /** The same when all is well again, wherever one looks from. */
    ViewedPool mended() {
        var from = Stream.of(Quorum.HERE, "kyoto", "osaka", "tokyo").map(vantage -> sight(vantage, Sees.CLEAN)).toList();
        return pool("web", Optional.empty(), Stream.of(S1, S2, S3)
                .map(id -> seen(id, together(clean("see@" + id.name(), 41), Sees.CLEAN, from), clean("ping@" + id.name(), 2))).toList());
    }

    private ViewedPool.Server seen(ResourceId id, ViewedService.Journey... journeys) {
        return server(id, Place.IN, "", false, Optional.of(new Flow(true, 1, "UP")), Map.of(), List.of(journeys));
    }

    static ViewedService.Journey together(ViewedService.Journey journey, Sees verdict, List<ViewedService.Sight> from) {
        var unknown = Optional.of("it fails from 1 of 4 vantages, and 2 must agree (kyoto: not linked since 2026-05-01T00:58:00Z)").filter(_ -> verdict == Sees.SILENT);
        return new ViewedService.Journey(journey.name(), journey.clean(), journey.took(), journey.began(), journey.why(), journey.cleanInARow(), journey.failedInARow(),
                Optional.of(new ViewedService.Together(verdict, 2, unknown, from)));
    }

    private ViewedService.Sight sight(String vantage, Sees sees) {
        int failed = switch (sees) {
            case FALLEN -> 4;
            case SUSPECTED -> 1;
            case CLEAN, SILENT, LEFT_OUT -> 0;
        };
        return new ViewedService.Sight(vantage, sees, failed == 0 ? "" : "GET /: found 500", Optional.of(Duration.ofMillis(failed == 0 ? 41 : 250)), Optional.of(now.minusSeconds(1)), failed);
    }

    private static ViewedService.Sight away(String vantage) {
        return ViewedService.Sight.without(vantage, Sees.SILENT, "not linked since 2026-05-01T00:58:00Z");
    }

    private static ViewedService.Sight leftOut(String vantage) {
        return ViewedService.Sight.without(vantage, Sees.LEFT_OUT, "all 3 of its journeys fail, while other vantages see 3 of them clean");
    }

    /** The vantages of {@link #farSeen}, and a service's journey run from them. */
    View farSeenView(View quiet) {
        var from = List.of(sight(Quorum.HERE, Sees.CLEAN), away("kyoto"), leftOut("osaka"), sight("tokyo", Sees.SUSPECTED));
        var services = quiet.services().stream().map(one -> one.id().equals(Scene.LIVE_QA) ? seen(one, from) : one).toList();
        return new View(quiet.offset(), quiet.at(), services, quiet.guards(), quiet.incidents(), quiet.acts(), quiet.freeze(), quiet.sent(), quiet.hosts(), List.of(farSeen()), vantages());
    }

    private static ViewedService seen(ViewedService one, List<ViewedService.Sight> from) {
        var journeys = one.journeys().stream().map(journey -> together(journey, Sees.SILENT, from)).toList();
        return new ViewedService(one.id(), one.pose(), one.why(), one.process(), one.page(), one.panel(), one.incident(), one.agent(), journeys);
    }

    private List<ViewedVantage> vantages() {
        return List.of(
                new ViewedVantage("kyoto", Optional.empty(), Optional.of(now.minusSeconds(240)), Optional.empty(), 4),
                new ViewedVantage("nara", Optional.empty(), Optional.empty(), Optional.empty(), 0),
                new ViewedVantage("osaka", Optional.of(now.minusSeconds(9000)), Optional.empty(), Optional.of(new ViewedVantage.LeftOut(new Doubt(3, 3), now.minusSeconds(75))), 4),
                new ViewedVantage("tokyo", Optional.of(now.minusSeconds(9000)), Optional.empty(), Optional.empty(), 4));
    }

    /** Six servers and four journeys, each from five vantages. */
    ViewedPool wideAndFarSeen() {
        var servers = IntStream.rangeClosed(1, 6).mapToObj(i -> Pool.backend("shop", "shop-" + i)).map(id -> seen(id, JOURNEYS.stream().limit(4)
                .map(name -> together(clean(name + "@" + id.name(), 41), Sees.CLEAN, Stream.of(Quorum.HERE, "osaka", "singapore", "sapporo", "tokyo")
                        .map(vantage -> vantage.equals("osaka") ? leftOut(vantage) : sight(vantage, vantage.equals("tokyo") && name.equals("pay") ? Sees.SUSPECTED : Sees.CLEAN)).toList()))
                .toArray(ViewedService.Journey[]::new))).toList();
        return pool("shop", Optional.empty(), servers);
    }

    /** s2 stands by. */
    ViewedPool reserve() {
        return pool("web", Optional.empty(), List.of(in(S1, 3), in(S3, 1),
                server(S2, Place.RESERVE, "standby:web/s2", false, Optional.of(new Flow(false, 0, "MAINT")), Map.of(), List.of(clean("see@web/s2", 40)))));
    }

    /** Blue takes its traffic again, for something was worse with green. */
    ViewedPool turningBack() {
        var blue = new ViewedPool.Group(Pool.group("web", "blue"), "blue", List.of(S1), false, Optional.of(0), Optional.empty());
        var green = new ViewedPool.Group(Pool.group("web", "green"), "green", List.of(S2, S3), true, Optional.of(100), Optional.empty());
        var going = new Switch("web", "green", GuardKey.of("operator:ren"), now.minusSeconds(40), "release 2", Optional.of(now.minusSeconds(10)), Optional.of("journey see@web/s3 fails"), Optional.empty());
        var servers = List.of(server(S1, Place.DRAINING, "switch:web", false, Optional.of(new Flow(false, 2, "DRAIN")), Map.of(), List.of(clean("see@web/s1", 40))), in(S2, 4),
                server(S3, Place.IN, "", false, Optional.of(new Flow(true, 3, "UP")), Map.of(), List.of(failing("see@web/s3", 4))));
        return new ViewedPool("web", 1, 1, Duration.ofSeconds(30), BACK, false, Optional.empty(), Map.of(), servers, List.of(blue, green), Optional.of(going));
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
