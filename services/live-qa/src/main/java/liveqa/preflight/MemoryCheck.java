package liveqa.preflight;

import liveqa.preflight.Fact.Better;

/** Enough memory for the whole heap, and for what a Java machine needs beside it. */
final class MemoryCheck implements Check {
    /** Code, classes, threads and buffers beside the heap, as measured with the dictionary loaded, rounded up. */
    private static final long BESIDE_HEAP = 160 * Bytes.MIB;

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public Words title() {
        return Words.of("メモリ", "memory");
    }

    @Override
    public Finding look(Host host) {
        var memory = Memory.of(host);
        if (memory.isEmpty()) return Finding.unprovable(Words.of("/proc/meminfo を読めない（Linux でない）", "/proc/meminfo cannot be read (not Linux)"));
        var limit = Memory.groupLimit(host).orElse(memory.get().total());
        var finding = judged(host, memory.get(), Math.min(limit, memory.get().total()));
        return finding.with("memory_bytes", Math.min(limit, memory.get().total()), Better.MORE)
                .with("memory_available_bytes", memory.get().available(), Better.MORE);
    }

    private static Finding judged(Host host, Memory memory, long limit) {
        var need = host.jvm().maximumHeap() + BESIDE_HEAP;
        if (limit < need) {
            return Finding.failed(Words.of("使える上限 %s は、要る %s に足りない", "the limit of %s is below the %s that are needed", Bytes.of(limit), Bytes.of(need)),
                    Words.of("機械か制御グループ（systemd の MemoryMax=、コンテナの --memory）の上限を上げる",
                            "raise the limit: a larger machine, MemoryMax= of systemd, or --memory of the container"));
        }
        if (Ours.runsAt(host)) {
            return Finding.passed(Words.of("live-qa はすでに動いている。空きはさらに %s", "live-qa runs already, with %s to spare", Bytes.of(memory.available())));
        }
        if (memory.available() < need) {
            return Finding.failed(Words.of("空きは %s、要るのは %s（足りない分はスワップか強制終了になる）", "%s are free, %s are needed (the rest would swap, or be killed)",
                    Bytes.of(memory.available()), Bytes.of(need)),
                            Words.of("ほかのものを止める。大きい順に見るには: ps aux --sort=-rss | head", "stop other things; the largest first: ps aux --sort=-rss | head"));
        }
        return Finding.passed(Words.of("空き %s（要るのは %s、上限 %s）", "%s free (needed %s, limit %s)", Bytes.of(memory.available()), Bytes.of(need), Bytes.of(limit)));
    }
}
