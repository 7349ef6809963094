package liveqa.preflight;

import java.util.ArrayList;
import java.util.List;

/** What happens when the main host falls is written down, by whom it is done, and has been done before. */
final class SecondRouteCheck implements Check {
    @Override
    public String id() {
        return "second-route";
    }

    @Override
    public Words title() {
        return Words.of("第二の経路", "second route");
    }

    @Override
    public Finding look(Host host) {
        var attest = host.attest();
        var missing = missing(attest);
        if (!missing.isEmpty()) return Finding.failed(Words.of("書かれていない: %s", "not attested: %s", String.join(", ", missing)),
                attest.fillIn(String.join(", ", missing)));
        var route = attest.secondRoute();
        if (!Attest.isFresh(route.lastRehearsed(), host.today())) {
            return Finding.failed(Words.of("最後の練習は %s（%d 日前）", "last rehearsed on %s (%d days ago)", route.lastRehearsed(),
                    Attest.age(route.lastRehearsed(), host.today())),
                    Words.of("実際に切り替えてみて、その日を second_route.last_rehearsed に書く", "really switch once, and write the day into second_route.last_rehearsed"));
        }
        return Finding.passed(Words.of("%s → %s、切り替えるのは %s、練習 %s", "%s → %s, switched by %s, rehearsed %s", name(attest, Attest.Role.MAIN),
                name(attest, Attest.Role.STANDBY),
                String.join(", ", route.switchedBy()), route.lastRehearsed()));
    }

    private static List<String> missing(Attest attest) {
        var missing = new ArrayList<String>();
        var route = attest.secondRoute();
        if (attest.machine(Attest.Role.MAIN).isEmpty()) missing.add("hosts.main.name");
        if (attest.machine(Attest.Role.STANDBY).isEmpty()) missing.add("hosts.standby.name");
        if (route.streamKey() == null) missing.add("second_route.stream_key");
        if (route.switchedBy().stream().distinct().count() < 2) missing.add("second_route.switched_by (2)");
        if (route.how() == null) missing.add("second_route.how");
        if (route.lastRehearsed() == null) missing.add("second_route.last_rehearsed");
        return missing;
    }

    private static String name(Attest attest, Attest.Role role) {
        return attest.machine(role).orElseThrow().name();
    }
}
