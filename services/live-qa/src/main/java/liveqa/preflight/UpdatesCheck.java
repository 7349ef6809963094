package liveqa.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import liveqa.preflight.Fact.Better;

/** The host does not restart itself in the middle of the stream, and owes no restart. */
final class UpdatesCheck implements Check {
    private static final Pattern SAYS = Pattern.compile("(?m)^\\s*Unattended-Upgrade::Automatic-Reboot\\s");
    private static final Pattern REBOOTS = Pattern.compile("(?m)^\\s*Unattended-Upgrade::Automatic-Reboot\\s+\"(true|1)\"\\s*;");

    @Override
    public String id() {
        return "updates";
    }

    @Override
    public Words title() {
        return Words.of("自動更新と再起動", "updates and reboots");
    }

    @Override
    public Finding look(Host host) {
        boolean pending = host.has("/run/reboot-required") || host.has("/var/run/reboot-required");
        return judged(host, pending).with("reboot_pending", pending, Better.SAME);
    }

    private static Finding judged(Host host, boolean pending) {
        if (pending) return Finding.failed(Words.of("再起動を待っている更新がある", "an update waits for a reboot"),
                Words.of("配信の前に: sudo reboot。その後この確認をもう一度", "before the stream: sudo reboot; then run this again"));
        var reboots = rebootsBy(host);
        return reboots.isEmpty() ? upgrades(host)
                : Finding.failed(Words.of("自動更新が勝手に再起動する設定（%s）", "updates may reboot the host by themselves (%s)", reboots.get()),
                Words.same("echo 'Unattended-Upgrade::Automatic-Reboot \"false\";' | sudo tee /etc/apt/apt.conf.d/zz-live-qa"));
    }

    /** The file that has the last word, as apt reads them in the order of their names, if it says that updates reboot. */
    private static Optional<Path> rebootsBy(Host host) {
        try (var files = Files.list(host.path("/etc/apt/apt.conf.d"))) {
            var last = files.sorted().filter(file -> SAYS.matcher(text(host, file)).find()).reduce((_, later) -> later);
            return last.filter(file -> REBOOTS.matcher(text(host, file)).find());
        } catch (IOException _) {
            return Optional.empty(); // No such folder: nothing is configured.
        }
    }

    private static String text(Host host, Path file) {
        return host.text("/" + host.root().relativize(file)).orElse("");
    }

    private static Finding upgrades(Host host) {
        if (!host.has("/etc/apt")) return Finding.unprovable(Words.of("apt を使わない機械。再起動の予定は手で確かめる",
                "this host does not use apt; look by hand whether it reboots by itself"));
        boolean on = host.text("/etc/apt/apt.conf.d/20auto-upgrades").filter(text -> text.matches("(?s).*Unattended-Upgrade\\s+\"1\".*")).isPresent();
        return Finding.passed(on ? Words.of("自動更新はあるが、再起動はしない", "updates come by themselves, reboots do not")
                : Words.of("自動更新なし、再起動待ちなし", "no automatic updates, no reboot pending"));
    }
}
