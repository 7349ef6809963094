package koboshi.http;

import java.util.Locale;
import koboshi.incident.Incident;
import koboshi.incident.Words;
import koboshi.loop.Question;
import koboshi.scrape.Probed;
import tools.jackson.databind.node.ObjectNode;

/** The published state as JSON. Names once given are kept: pages and scripts read them. */
final class StateShape {
    private static final int LONGEST_WHY = 300;

    private StateShape() {}

    static ObjectNode of(View view, String version, Person person) {
        var root = Json.object()
                .put("offset", view.offset())
                .put("at", Json.time(view.at()))
                .put("version", version)
                .put("role", person.role().toString())
                .put("name", person.name());
        var services = root.putArray("services");
        view.services().forEach(service -> services.add(service(service)));
        var guards = root.putArray("guards");
        view.guards().forEach(guard -> guards.add(guard(guard)));
        var incidents = root.putArray("incidents");
        view.incidents().forEach(incident -> incidents.add(incident(incident)));
        var acts = root.putArray("acts");
        view.acts().forEach(act -> acts.add(act(act)));
        root.set("freeze", view.freeze().map(StateShape::freeze).orElse(null));
        var sent = root.putObject("sent");
        view.sent().forEach(sent::put);
        var hosts = root.putArray("hosts");
        view.hosts().forEach(host -> hosts.add(host(host)));
        var pools = root.putArray("pools");
        view.pools().forEach(pool -> pools.add(PoolShape.of(pool)));
        var vantages = root.putArray("vantages");
        view.vantages().forEach(vantage -> vantages.add(vantage(vantage)));
        var probes = root.putArray("probes");
        view.probes().forEach(job -> probes.add(probes(job)));
        var targets = root.putArray("targets");
        view.targets().forEach(one -> targets.addObject().put("job", one.job()).put("target", one.target()).put("error", shortened(one.error()))
                .put("warning", shortened(one.warning())).put("failed", one.failed()).put("of", one.of()));
        root.put("crowded", view.crowded().orElse(null));
        var questions = root.putArray("questions");
        view.questions().forEach(question -> questions.add(question(question)));
        return root;
    }

    private static ObjectNode probes(Probed job) {
        var node = Json.object().put("job", job.job()).put("all", job.all()).put("well", job.well()).put("unasked", job.unasked()).put("notWell", job.notWell())
                .put("lateMillis", job.late().toMillis());
        var failing = node.putArray("failing");
        job.failing().forEach(one -> failing.addObject().put("target", one.target()).put("since", Json.time(one.since())).put("why", shortened(one.why())));
        return node;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_WHY ? text : text.substring(0, LONGEST_WHY) + "...";
    }

    /** What waits for a person's word. */
    private static ObjectNode question(Question question) {
        var node = Json.object()
                .put("incident", question.incident())
                .put("guard", question.asked().toString())
                .put("verb", lower(question.verb()))
                .put("on", question.on().toString());
        node.putObject("why").put("en", Words.en(question.why())).put("ja", Words.ja(question.why()));
        return node;
    }

    private static ObjectNode service(ViewedService service) {
        var node = Json.object()
                .put("id", service.id().toString())
                .put("name", service.id().name())
                .put("pose", lower(service.pose()))
                .put("why", service.why())
                .put("page", service.page().orElse(null))
                .put("panel", service.panel().orElse(null))
                .put("incident", service.incident().orElse(null));
        node.set("process", process(service.process()));
        node.putObject("agent").put("id", service.agent().id()).put("linked", service.agent().linked());
        var journeys = node.putArray("journeys");
        service.journeys().forEach(journey -> journeys.add(journey(journey)));
        return node;
    }

    private static ObjectNode process(ViewedService.Process process) {
        return Json.object()
                .put("state", lower(process.state()))
                .put("pid", process.pid().orElse(null))
                .put("since", Json.time(process.since()));
    }

    static ObjectNode journey(ViewedService.Journey journey) {
        var node = Json.object()
                .put("name", journey.name())
                .put("clean", journey.clean().orElse(null))
                .put("tookMillis", journey.took().map(took -> took.toMillis()).orElse(null))
                .put("began", Json.time(journey.began()))
                .put("why", journey.why())
                .put("cleanInARow", journey.cleanInARow())
                .put("failedInARow", journey.failedInARow());
        journey.together().ifPresent(together -> node.put("verdict", lower(together.verdict())).put("needed", together.needed()).put("unknown", together.unknown().orElse(null)));
        var from = node.putArray("from");
        journey.together().ifPresent(together -> together.from().forEach(sight -> from.add(sight(sight))));
        return node;
    }

    private static ObjectNode sight(ViewedService.Sight sight) {
        return Json.object()
                .put("vantage", sight.vantage())
                .put("sees", lower(sight.sees()))
                .put("why", sight.why())
                .put("tookMillis", sight.took().map(took -> took.toMillis()).orElse(null))
                .put("began", Json.time(sight.began()))
                .put("failedInARow", sight.failedInARow());
    }

    private static ObjectNode guard(ViewedGuard guard) {
        var node = Json.object()
                .put("key", guard.key())
                .put("on", guard.on().map(Object::toString).orElse(null))
                .put("standing", lower(guard.standing()))
                .put("since", Json.time(guard.since()))
                .put("why", guard.why());
        node.putObject("words").put("en", guard.why()).put("ja", Words.ja(guard.why()));
        var then = node.putArray("then");
        guard.then().forEach(verb -> then.add(lower(verb)));
        return node.put("saves", guard.record().saves()).put("harms", guard.record().harms());
    }

    /** As it is written in addresses and on the command line: {@code near-miss}. */
    static String word(Incident.Kind kind) {
        return lower(kind).replace('_', '-');
    }

    static ObjectNode incident(Incident incident) {
        return Json.object()
                .put("id", incident.id())
                .put("kind", word(incident.kind()))
                .put("on", incident.on().toString())
                .put("by", incident.by().toString())
                .put("why", incident.why())
                .put("opened", Json.time(incident.opened()))
                .put("fired", incident.fired())
                .put("handled", incident.handled())
                .put("answeringSince", Json.time(incident.answeringSince()))
                .put("ended", Json.time(incident.ended()))
                .put("ending", incident.ending().map(Enum::name).orElse(null));
    }

    private static ObjectNode act(View.RunningAct act) {
        return Json.object()
                .put("act", act.act())
                .put("verb", lower(act.verb()))
                .put("on", act.on().toString())
                .put("by", act.by())
                .put("since", Json.time(act.since()));
    }

    private static ObjectNode host(ViewedHost host) {
        var node = Json.object().put("name", host.name()).put("limits", host.limits()).put("address", host.address());
        var unguarded = node.putArray("unguarded");
        host.unguarded().forEach(program -> unguarded.add(program(program)));
        return node;
    }

    private static ObjectNode program(ViewedHost.Program program) {
        var node = Json.object().put("name", program.name()).put("pid", program.pid()).put("place", program.place());
        var ports = node.putArray("ports");
        program.ports().forEach(ports::add);
        var udp = node.putArray("udp");
        program.udp().forEach(udp::add);
        var inside = node.putArray("inside");
        program.inside().forEach(inside::add);
        return node;
    }

    private static ObjectNode vantage(ViewedVantage vantage) {
        var node = Json.object()
                .put("name", vantage.name())
                .put("linked", Json.time(vantage.linked()))
                .put("lost", Json.time(vantage.lost()))
                .put("doubt", vantage.leftOut().map(left -> left.doubt().toString()).orElse(null))
                .put("journeys", vantage.journeys());
        vantage.leftOut().ifPresent(left -> node.putObject("leftOut")
                .put("since", Json.time(left.since()))
                .put("failing", left.doubt().failing())
                .put("cleanElsewhere", left.doubt().cleanElsewhere()));
        return node;
    }

    private static ObjectNode freeze(View.Freeze freeze) {
        return Json.object().put("by", freeze.by()).put("why", freeze.why()).put("since", Json.time(freeze.since()));
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

}
