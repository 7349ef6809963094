package koboshi.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What agents use: their link, and where they leave evidence. */
final class AgentSide {
    private static final int LARGEST_EVIDENCE = 10 << 20;

    private final House house;
    private final Bodies bodies;
    private final AgentLinks links;

    AgentSide(House house, Bodies bodies, AgentLinks links) {
        this.house = house;
        this.bodies = bodies;
        this.links = links;
    }

    List<Route> routes() {
        return List.of(Route.agent("GET", "/agent", this::link), Route.agent("PUT", "/agent/evidence/{hash}", visit -> Reply.of(keep(visit))));
    }

    private Reply link(Visit visit) {
        var token = visit.bearer().filter(house.agents()::mayDial).orElseThrow(AgentSide::unknown);
        if (!visit.header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent()) {
            throw new Refused(426, "expected a WebSocket here", Map.of("Upgrade", "websocket", "Connection", "Upgrade"));
        }
        return links.open(visit.request(), token);
    }

    private Answer keep(Visit visit) {
        known(visit);
        var hash = Looking.hash(visit.place());
        return bodies.take(visit.request(), LARGEST_EVIDENCE, bytes -> {
            keep(hash, bytes);
            return Answer.nothing();
        });
    }

    private void keep(String hash, byte[] bytes) {
        try {
            house.keepEvidence(hash, new ByteArrayInputStream(bytes));
        } catch (House.WrongContent e) {
            throw new Refused(422, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("evidence " + hash + " could not be kept", e);
        }
    }

    private String known(Visit visit) {
        return known(visit, house);
    }

    /** @return the token, once it is known to be an agent's */
    static String known(Visit visit, House house) {
        var token = visit.bearer().orElseThrow(AgentSide::unknown);
        if (house.agents().known(token).isEmpty()) {
            throw unknown();
        }
        return token;
    }

    private static Refused unknown() {
        return new Refused(
                401, "expected Authorization: Bearer with an agent's or a prober's token", Map.of("WWW-Authenticate", "Bearer realm=\"koboshi agent\""));
    }
}
