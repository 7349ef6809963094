package koboshi.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;

/** All the doors there are, and the way to each. */
final class Rooms implements AutoCloseable {
    private static final int SHOWN = 200;

    private final List<Route> routes;
    private final Gate gate;
    private final PushgatewayDoor pushed;

    Rooms(Entrance entrance, House house, EntryFeed feed, AgentLinks links) {
        var sessions = new Sessions(entrance.tokens(), entrance.clock());
        var bodies = new Bodies(entrance.patience().body());
        this.gate = new Gate(entrance.names(), entrance.tokens(), sessions);
        var intake = new Intake(house, bodies, entrance.allowance());
        this.pushed = new PushgatewayDoor(house, intake, house.pushed(), entrance.clock());
        var querying = new Querying(house, entrance);
        this.routes = Stream.of(
                        new Looking(house, entrance.zone(), feed).routes(),
                        new Graphs(house).routes(),
                        new Forecasts(house, querying, entrance.clock()).routes(),
                        new Marks(house, entrance.zone()).routes(),
                        new Runs(house).routes(),
                        new TrafficHistory(house, entrance.zone()).routes(),
                        new OwnFigures(house, feed, links, intake.tallies()).routes(),
                        new Orders(house, bodies, entrance).routes(),
                        new Approvals(house, bodies, entrance).routes(),
                        new Sending(house, bodies, intake, entrance).routes(),
                        new RemoteWrites(house, intake).routes(),
                        new OtlpDoor(intake).routes(),
                        pushed.routes(),
                        new LogDoor(house, intake, entrance.clock()).routes(),
                        new InfluxDoor(intake, bodies, entrance.clock()).routes(),
                        querying.routes(),
                        new Cataloguing(house, querying).routes(),
                        new Ruling(house, querying).routes(),
                        new Scraping(house, querying, intake.described()).routes(),
                        new Syntax(querying).routes(),
                        new Federation(house, querying, entrance.clock()).routes(),
                        new Status(house, querying, entrance.clock()).routes(),
                        new Reloading(house).routes(),
                        new AgentSide(house, bodies, links).routes(),
                        new Pages(house, sessions, bodies).routes())
                .flatMap(List::stream)
                .toList();
    }

    Reply answer(Request request) throws Exception {
        var path = Request.getPathInContext(request);
        var there = routes.stream().filter(route -> route.match(path).isPresent()).toList();
        var method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Optional<Route> route = there.stream().filter(one -> one.method().equals(method)).findFirst();
        if (route.isEmpty()) {
            gate.admit(request, Route.open(path, _ -> null));
            throw there.isEmpty() ? notFound(path) : wrongMethod(there);
        }
        return enter(request, route.get(), path);
    }

    private Reply enter(Request request, Route route, String path) throws Exception {
        Person person;
        try {
            person = gate.admit(request, route);
        } catch (Refused e) {
            if (e.status() == 401 && path.equals("/")) {
                return Pages.toLogin();
            }
            throw e;
        } catch (IOException e) {
            throw new Refused(503, "nobody can be let in: " + e.getMessage());
        }
        return route.door().open(new Visit(request, route.match(path).orElse(""), person));
    }

    @Override
    public void close() {
        pushed.close();
    }

    private static Refused notFound(String path) {
        return new Refused(404, "there is nothing at " + (path.length() > SHOWN ? path.substring(0, SHOWN) + "..." : path) + ": expected one of the addresses in docs/http.md");
    }

    private static Refused wrongMethod(List<Route> there) {
        var allowed = there.stream().map(Route::method).distinct().sorted().collect(Collectors.joining(", "));
        return new Refused(405, "expected " + allowed + " here", Map.of("Allow", allowed));
    }
}
