package liveqa.preflight;

import java.net.URI;

/** The host that takes over is up and answers now, not only on paper. */
final class StandbyCheck implements Check {
    @Override
    public String id() {
        return "standby";
    }

    @Override
    public Words title() {
        return Words.of("予備機の返事", "standby answering");
    }

    @Override
    public Finding look(Host host) {
        var standby = host.attest().machine(Attest.Role.STANDBY);
        if (standby.isEmpty()) return Finding.failed(Words.of("予備機が決まっていない", "there is no standby host"), host.attest().fillIn("hosts.standby"));
        var machine = standby.get();
        if (machine.name().equals(Identity.of(host).hostName())) return Finding.unprovable(Words.of("ここが予備機。配信機の側から確かめる",
                "this is the standby; run this on the main host"));
        if (machine.url() == null) return Finding.unprovable(Words.of("%s の url が書かれていない", "no url is attested for %s", machine.name()));
        var reply = host.web().get(URI.create(machine.url().replaceFirst("/+$", "") + "/health"));
        if (Ours.answers(reply)) return Finding.passed(Words.of("%s が答えた", "%s answers", machine.name()));
        return Finding.failed(Words.of("%s（%s）の live-qa が答えない", "the live-qa of %s (%s) does not answer", machine.name(), machine.url()).then(why(reply)),
                Words.of("予備機で: services/live-qa/live-qa --listen HOST:PORT（配信機から届く住所）",
                        "on the standby: services/live-qa/live-qa --listen HOST:PORT (an address the main host reaches)"));
    }

    private static Words why(Web.Reply reply) {
        return switch (reply) {
            case Web.Unreachable(Words why) -> Words.same(": ").then(why);
            case Web.Answered answered -> Words.of(": 状態 %d、別のものが答えた", ": status %d, from something else", answered.status());
        };
    }
}
