package liveqa.preflight;

import java.util.Set;
import liveqa.preflight.Fact.Better;

/** The host does not go to sleep. */
final class PowerCheck implements Check {
    private static final Set<String> CONTAINERS = Set.of("docker", "podman", "lxc", "lxc-libvirt", "systemd-nspawn", "openvz", "wsl", "rkt", "proot");

    @Override
    public String id() {
        return "power";
    }

    @Override
    public Words title() {
        return Words.of("眠らない設定", "power and sleep");
    }

    @Override
    public Finding look(Host host) {
        var virtual = host.said("systemd-detect-virt");
        if (virtual.filter(CONTAINERS::contains).isPresent()) {
            return Finding.unprovable(Words.of("コンテナ（%s）の中からは、外の機械が眠るかどうか見えない",
                    "from inside a container (%s) it cannot be seen whether the outer host sleeps", virtual.get())).with("virtual", virtual.get(), Better.ANY);
        }
        if (virtual.isPresent()) {
            return Finding.passed(Words.of("仮想の機械（%s）は自分では眠らない。提供元の保守予定はここでは見えない",
                    "a virtual machine (%s) does not sleep by itself; the provider's maintenance is not seen from here", virtual.get()))
                    .with("virtual", virtual.get(), Better.ANY);
        }
        if (host.line("/sys/class/power_supply/AC/online").or(() -> host.line("/sys/class/power_supply/ACAD/online")).filter("0"::equals).isPresent()) {
            return Finding.failed(Words.of("電池で動いている", "it runs on battery"), Words.of("電源につなぐ", "connect the mains"));
        }
        return asleep(host);
    }

    private static Finding asleep(Host host) {
        return switch (host.programs().run(Programs.SHORT, "", "systemctl", "is-enabled", "sleep.target", "suspend.target")) {
            case Programs.Ended(_, String out) when out.lines().filter("masked"::equals).count() == 2 ->
                    Finding.passed(Words.of("眠りは禁じられている", "sleep is masked"));
            case Programs.Ended(_, String out) when out.contains("static") || out.contains("masked") ->
                    Finding.failed(Words.of("眠ることができる設定", "it is able to go to sleep"),
                    Words.same("sudo systemctl mask sleep.target suspend.target hibernate.target hybrid-sleep.target"));
            case Programs.Ended _, Programs.Missing _, Programs.Stuck _ ->
                    Finding.unprovable(Words.of("systemd が答えない。眠る設定は手で確かめる", "systemd does not answer; look by hand whether it sleeps"));
        };
    }
}
