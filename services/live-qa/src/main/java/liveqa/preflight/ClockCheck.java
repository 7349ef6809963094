package liveqa.preflight;

import liveqa.preflight.Fact.Better;

/** Whether something keeps the clock right. */
final class ClockCheck implements Check {
    private static final Words REMEDY = Words.same("sudo apt-get install systemd-timesyncd && sudo timedatectl set-ntp true");

    @Override
    public String id() {
        return "clock";
    }

    @Override
    public Words title() {
        return Words.of("時計合わせ", "clock synchronised");
    }

    @Override
    public Finding look(Host host) {
        var systemd = host.said("timedatectl", "show", "--property=NTPSynchronized", "--value");
        if (systemd.filter("yes"::equals).isPresent()) return right("systemd");
        var chrony = host.said("chronyc", "-n", "tracking");
        if (chrony.isPresent()) return chrony.get().matches("(?s).*Leap status\\s*: Normal.*") ? right("chrony")
                : Finding.failed(Words.of("chrony がまだ合わせていない", "chrony has not synchronised yet"), Words.same("sudo chronyc makestep"));
        if (systemd.isPresent()) return Finding.failed(Words.of("合わせられていない", "it is not synchronised"), REMEDY).with("clock_synchronised", false, Better.SAME);
        return Finding.unprovable(Words.of("timedatectl も chronyc も答えない（コンテナなら、時計は外の機械のもの）",
                "neither timedatectl nor chronyc answers (in a container the clock is the outer host's)"));
    }

    private static Finding right(String by) {
        return Finding.passed(Words.of("%s が合わせている", "kept by %s", by)).with("clock_synchronised", true, Better.SAME);
    }
}
