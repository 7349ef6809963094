package liveqa.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import liveqa.preflight.Fact.Better;

/** The zone in which this host tells times. */
final class TimeZoneCheck implements Check {
    @Override
    public String id() {
        return "time-zone";
    }

    @Override
    public Words title() {
        return Words.of("時刻の地域", "time zone");
    }

    @Override
    public Finding look(Host host) {
        var zone = Optional.ofNullable(host.environment().get("TZ")).filter(value -> !value.isBlank()).or(() -> linked(host))
                .or(() -> host.line("/etc/timezone")).orElse("Etc/UTC");
        var wanted = host.attest().timeZone();
        var finding = wanted != null && !wanted.equals(zone)
                ? Finding.failed(Words.of("%s。%s のはず", "%s; it should be %s", zone, wanted), Words.same("sudo timedatectl set-timezone " + wanted))
                : Finding.passed(wanted != null ? Words.same(zone)
                        : Words.of("%s（どれであるべきかは time_zone に書ける）", "%s (which it should be can be attested as time_zone)", zone));
        return finding.with("time_zone", zone, Better.SAME);
    }

    private static Optional<String> linked(Host host) {
        try {
            var target = Files.readSymbolicLink(host.path("/etc/localtime")).toString();
            int at = target.indexOf("zoneinfo/");
            return at < 0 ? Optional.empty() : Optional.of(target.substring(at + "zoneinfo/".length()));
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty(); // No link: the other places are asked.
        }
    }
}
