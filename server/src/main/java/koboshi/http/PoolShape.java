package koboshi.http;

import java.util.Locale;
import koboshi.incident.Words;
import koboshi.loop.Switch;
import koboshi.resource.ResourceId;
import tools.jackson.databind.node.ObjectNode;

/** The shape of a pool in {@code /api/state}. */
final class PoolShape {
    private PoolShape() {}

    static ObjectNode of(ViewedPool pool) {
        var node = Json.object()
                .put("name", pool.name())
                .put("floor", pool.floor())
                .put("mostOut", pool.mostOut())
                .put("drainSeconds", pool.drain().toSeconds())
                .put("discovers", pool.discovers())
                .put("trouble", pool.trouble().orElse(null));
        node.putObject("back")
                .put("afterSeconds", pool.back().after().toSeconds())
                .put("clean", pool.back().clean())
                .put("rampSeconds", pool.back().ramp().toSeconds())
                .put("watchSeconds", pool.back().watched().toSeconds());
        var amiss = node.putArray("amiss");
        pool.amiss().forEach((balancer, why) -> amiss.addObject().put("balancer", balancer).put("why", why));
        var servers = node.putArray("servers");
        pool.servers().forEach(server -> servers.add(server(server)));
        var groups = node.putArray("groups");
        pool.groups().forEach(group -> groups.add(group(group)));
        node.set("switching", pool.switching().map(going -> switching(pool, going)).orElse(null));
        return node;
    }

    private static ObjectNode group(ViewedPool.Group group) {
        var node = Json.object().put("id", group.id().toString()).put("name", group.name()).put("in", group.in()).put("share", group.share().orElse(null));
        var servers = node.putArray("servers");
        group.servers().forEach(server -> servers.add(server.toString()));
        node.set("refused", group.refused().map(why -> Json.object().put("en", Words.en(why)).put("ja", Words.ja(why))).orElse(null));
        return node;
    }

    private static ObjectNode switching(ViewedPool pool, Switch going) {
        return Json.object().put("to", going.to()).put("phase", phase(pool, going)).put("by", going.by().toString()).put("since", Json.time(going.since()))
                .put("until", Json.time(going.shifted().map(shifted -> shifted.plus(pool.back().watched()))))
                .put("why", going.back().orElse(going.why()));
    }

    /** Its servers prove themselves beside the traffic, take their shares over, and are watched; it may turn back at any time. */
    private static String phase(ViewedPool pool, Switch going) {
        if (going.back().isPresent()) {
            return "back";
        }
        boolean in = pool.groups().stream().anyMatch(group -> group.name().equals(going.to()) && group.in());
        return going.shifted().isPresent() ? "watching" : in ? "shifting" : "proving";
    }

    private static ObjectNode server(ViewedPool.Server server) {
        var node = Json.object()
                .put("id", server.id().toString())
                .put("name", server.id().name())
                .put("service", server.service().map(ResourceId::toString).orElse(null))
                .put("place", server.place().name().toLowerCase(Locale.ROOT))
                .put("since", Json.time(server.since()))
                .put("until", Json.time(server.until()))
                .put("by", server.by())
                .put("ordered", server.ordered())
                .put("takes", server.flow().map(flow -> flow.takes()).orElse(null))
                .put("sessions", server.flow().map(flow -> flow.sessions()).orElse(null))
                .put("status", server.flow().map(flow -> flow.status()).orElse(null))
                .put("incident", server.incident().orElse(null));
        node.set("weight", server.flow().map(flow -> Json.object().put("now", flow.weight().now()).put("full", flow.weight().full())).orElse(null));
        var refused = node.putObject("refused");
        server.refused().forEach((verb, why) -> refused.putObject(verb.name().toLowerCase(Locale.ROOT)).put("en", Words.en(why)).put("ja", Words.ja(why)));
        var journeys = node.putArray("journeys");
        server.journeys().forEach(journey -> journeys.add(StateShape.journey(journey)));
        return node;
    }
}
