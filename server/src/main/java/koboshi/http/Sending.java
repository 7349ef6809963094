package koboshi.http;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import koboshi.http.House.Measured;
import koboshi.http.House.Offer;
import koboshi.http.House.Pushed;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import tools.jackson.databind.JsonNode;

/** Where services and scripts send what they know: samples, beats, notes. */
final class Sending {
    private static final int LARGEST_PUSH = 4 << 20;
    private static final int LARGEST_NOTE = 16 * 1024;
    private static final int LONGEST_TEXT = 2000;
    private static final Set<String> KINDS = Set.of("deploy", "campaign", "text");

    private final House house;
    private final Bodies bodies;
    private final Intake intake;
    private final InstantSource clock;

    Sending(House house, Bodies bodies, Intake intake, Entrance entrance) {
        this.house = house;
        this.bodies = bodies;
        this.intake = intake;
        this.clock = entrance.clock();
    }

    List<Route> routes() {
        return List.of(
                Route.change("POST", "/push", visit -> Reply.of(push(visit))),
                Route.change("POST", "/beat/{name}", visit -> Reply.of(beat(visit))),
                Route.change("GET", "/beat/{name}", visit -> Reply.of(beat(visit))),
                Route.change("POST", "/events", visit -> Reply.of(note(visit))));
    }

    private Answer push(Visit visit) {
        return intake.plain(visit, Way.PUSH, LARGEST_PUSH, parcel -> {
            try {
                return push(Exposition.parse(Bodies.utf8(parcel.bytes()), clock.millis()), parcel.sender());
            } catch (BadLine e) {
                throw Refused.expected(e.getMessage());
            }
        });
    }

    /** Series above what the sender may send are left out and named, as by every way in. */
    private Answer push(List<Measured> samples, Sender sender) {
        long now = intake.nanos();
        sender.sent(samples.size(), 0, now);
        var parts = samples.stream().collect(Collectors.partitioningBy(one -> maySend(sender, one, now)));
        var answer = kept(house.push(sender.name(), parts.get(true)));
        var refused = parts.get(false);
        if (!refused.isEmpty()) {
            intake.tallies().refused(Way.PUSH, Delivery.SENDERS_SERIES, refused.size());
            throw new Refused(422, parts.get(true).size() + " kept, " + refused.size() + " refused: " + refused.getFirst().labels() + " " + sender.tooMany());
        }
        return answer;
    }

    private static boolean maySend(Sender sender, Measured one, long now) {
        var labels = one.labels().toString().getBytes(StandardCharsets.UTF_8);
        return sender.maySend(labels, 0, labels.length, now);
    }

    private Answer kept(Pushed pushed) {
        if (pushed instanceof Pushed.Kept(var kept, var late, var tooMany)) {
            intake.tallies().took(Way.PUSH, new Archive.Written(kept, Map.of("too old or different", (long) late, "of new series above the limit", (long) tooMany), false, ""));
        }
        return switch (pushed) {
            case Pushed.Busy(var retryAfter) -> throw Refused.busy(retryAfter);
            case Pushed.Unkept(var why) -> throw new Refused(503, "the samples cannot be kept: " + why + "; try again later", Map.of("Retry-After", "5"));
            case Pushed.Kept(_, var late, var tooMany) when late + tooMany == 0 -> Answer.nothing();
            case Pushed.Kept(var kept, var late, var tooMany) -> throw new Refused(422, kept + " kept, " + late
                    + " refused as older than or different from what their series hold, " + tooMany
                    + " refused as new series above the limit of all, or the share of one sender; sending them again does not help");
        };
    }

    private Answer beat(Visit visit) {
        var name = visit.place();
        var known = house.heartbeats();
        if (!known.contains(name)) {
            throw new Refused(404, "no heartbeat is called " + name + ": expected " + Nearest.to(name, known));
        }
        return taken(house.submit(new Event.Beat(name)));
    }

    private Answer note(Visit visit) {
        var node = bodies.take(visit.request(), LARGEST_NOTE, bytes -> Order.object(bytes, Set.of("kind", "text", "from", "on")));
        var kind = Order.text(node, "kind");
        if (!KINDS.contains(kind)) {
            throw Refused.expected("unknown kind " + kind + ": expected " + Nearest.to(kind, KINDS));
        }
        var text = Order.text(node, "text");
        if (text.length() > LONGEST_TEXT) {
            throw Refused.expected("expected a \"text\" of at most " + LONGEST_TEXT + " characters");
        }
        var from = node.has("from") ? Order.text(node, "from") : visit.person().name();
        return taken(house.submit(new Event.Noted(kind, text, from, about(node))));
    }

    /** What a note is about must be there: under a wrong name it would stand beside nothing. */
    private Optional<ResourceId> about(JsonNode node) {
        if (!node.has("on")) {
            return Optional.empty();
        }
        var name = Order.text(node, "on");
        var known = house.view().services().stream().map(service -> service.id().toString()).toList();
        if (!known.contains(name)) {
            throw new Refused(404, "nothing is called " + name + ": expected \"on\" as one of " + Nearest.to(name, known));
        }
        return Optional.of(ResourceId.parse(name));
    }

    /** Taken into the queue is enough here: a sender that hears nothing sends again, and a beat twice is a beat. */
    private static Answer taken(Offer offer) {
        return switch (offer) {
            case Offer.Taken _ -> Answer.nothing();
            case Offer.Busy(var retryAfter) -> throw Refused.busy(retryAfter);
        };
    }
}
