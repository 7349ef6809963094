package liveqa.preflight;

import liveqa.preflight.Fact.Better;

/** Processors, and whether something else is using them up. */
final class CoresCheck implements Check {
    @Override
    public String id() {
        return "processors";
    }

    @Override
    public Words title() {
        return Words.of("処理装置", "processors");
    }

    @Override
    public Finding look(Host host) {
        int processors = host.jvm().processors();
        var load = host.line("/proc/loadavg").map(line -> line.split("\\s+")).filter(parts -> parts.length > 2 && parts[1].matches("[\\d.]+"))
                .map(parts -> Double.parseDouble(parts[1]));
        if (load.isEmpty()) return Finding.unprovable(Words.of("/proc/loadavg を読めない", "/proc/loadavg cannot be read"))
                .with("processors", processors, Better.MORE);
        return judged(processors, load.get()).with("processors", processors, Better.MORE).with("load_5m", load.get(), Better.ANY);
    }

    private static Finding judged(int processors, double load) {
        var found = Words.of("%d 個、5分間の平均負荷 %.2f", "%d, mean load of five minutes %.2f", processors, load);
        if (processors < 2) {
            return Finding.failed(found.then(Words.of("。声と回答を同時に作るには2個要る", "; voice and answers together need two")),
                    Words.of("2コア以上の機械に替える", "take a machine with two cores or more"));
        }
        if (load > processors) {
            return Finding.failed(found.then(Words.of("。すでに手一杯", "; they are all busy already")),
                    Words.of("何が使っているか: ps aux --sort=-%cpu | head", "what uses them: ps aux --sort=-%cpu | head"));
        }
        return Finding.passed(found);
    }
}
