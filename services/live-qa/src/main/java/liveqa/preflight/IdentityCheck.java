package liveqa.preflight;

import liveqa.preflight.Attest.Machine;
import liveqa.preflight.Fact.Better;

/** This is the machine people think it is. One with a confusable name was once deleted in its place: two days down. */
final class IdentityCheck implements Check {
    @Override
    public String id() {
        return "identity";
    }

    @Override
    public Words title() {
        return Words.of("この機械の名前", "which host this is");
    }

    @Override
    public Finding look(Host host) {
        var identity = Identity.of(host);
        return judged(host, identity).with("host_name", identity.hostName(), Better.OWN).with("machine_id", identity.machineId().orElse("none"), Better.OWN)
                .with("addresses", String.join(" ", identity.addresses()), Better.OWN);
    }

    private static Finding judged(Host host, Identity identity) {
        var name = identity.hostName();
        var found = Words.of("%s（machine-id %s、住所 %s、クラウドでの番号 %s）", "%s (machine id %s, addresses %s, provider's instance %s)", name, identity.machineId()
                .orElse("-"),
                identity.addresses().isEmpty() ? "-" : String.join(" ", identity.addresses()), identity.instance().orElse("-"));
        var attested = host.attest().machines().stream().filter(machine -> name.equals(machine.name())).findFirst();
        if (attested.isPresent()) return instance(found, attested.get(), identity);
        if (host.attest().machine(Attest.Role.MAIN).isEmpty()) {
            return Finding.failed(found.then(Words.of("。これが配信機だと誰も請け合っていない", "; nobody attests that this is the streaming host")), host.attest()
                    .fillIn("hosts.main.name: " + name));
        }
        return Finding.failed(found.then(Words.of("。請け合われた名前（%s）のどれでもない", "; it is none of the attested ones (%s)", names(host))),
                Words.of("別の機械に入っていないか確かめる。正しければ %s に %s と書く", "make sure that you are on the right host; if so, write %2$s into %1$s", host.attest()
                        .file(), name));
    }

    private static String names(Host host) {
        return String.join(", ", host.attest().machines().stream().map(Machine::name).filter(name -> name != null).toList());
    }

    private static Finding instance(Words found, Machine attested, Identity identity) {
        if (attested.instance() == null || identity.instance().isEmpty() || attested.instance().equals(identity.instance().get())) {
            return attested.role() == Attest.Role.OTHER
                    ? Finding.failed(found.then(Words.of("。配信機でも予備機でもない", "; it is neither the main nor the standby host")),
                            Words.of("正しい機械で走らせる", "run this on the right host"))
                    : Finding.passed(found.then(Words.of("。役割: %s", "; its role: %s", attested.role() == Attest.Role.MAIN ? "main" : "standby")));
        }
        return Finding.failed(found.then(Words.of("。クラウドでの番号は %s のはず", "; the provider's instance should be %s", attested.instance())),
                Words.of("別の機械に入っていないか確かめる", "make sure that you are on the right host"));
    }
}
