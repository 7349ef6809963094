package liveqa.preflight;

import liveqa.preflight.Fact.Better;

/** The right Java: on one launch day the streaming host had another one than everybody had tried. */
final class JavaCheck implements Check {
    private static final int NEEDED = 25;

    @Override
    public String id() {
        return "java";
    }

    @Override
    public Words title() {
        return Words.of("Java", "Java");
    }

    @Override
    public Finding look(Host host) {
        return judged(host.jvm()).with("java_release", host.jvm().release(), Better.SAME).with("java_version", host.jvm().version(), Better.SAME)
                .with("java_vendor", host.jvm().vendor(), Better.SAME).with("java_heap_bytes", host.jvm().maximumHeap(), Better.MORE);
    }

    private static Finding judged(Jvm jvm) {
        var version = jvm.version() + " (" + jvm.vendor() + ")";
        if (jvm.release() < NEEDED) {
            return Finding.failed(Words.of("%s は古い。%d 以上が要る", "%s is too old; %d or newer is needed", version, NEEDED),
                    Words.of("sudo apt-get install openjdk-25-jdk-headless（なければ https://adoptium.net の temurin-25-jdk）",
                            "sudo apt-get install openjdk-25-jdk-headless (where there is none: temurin-25-jdk of https://adoptium.net)"));
        }
        if (jvm.flags().stream().noneMatch(flag -> flag.startsWith("-Xmx") || flag.startsWith("-XX:MaxRAMPercentage"))) {
            return Finding.failed(Words.of("%s。メモリの上限（-Xmx）なしで起動している", "%s, but started without a heap limit (-Xmx)", version),
                    Words.of("services/live-qa/live-qa で起動する（-Xmx128m が付く）", "start it with services/live-qa/live-qa, which sets -Xmx128m"));
        }
        if (!jvm.flags().contains("-XX:+ExitOnOutOfMemoryError")) {
            return Finding.failed(Words.of("%s。メモリ不足でも死なずに固まる設定", "%s, but out of memory it would hang instead of ending", version),
                    Words.of("-XX:+ExitOnOutOfMemoryError を付ける（services/live-qa/live-qa なら付いている）",
                            "add -XX:+ExitOnOutOfMemoryError (services/live-qa/live-qa has it)"));
        }
        return Finding.passed(Words.of("%s、ヒープ %s", "%s, heap %s", version, Bytes.of(jvm.maximumHeap())));
    }
}
