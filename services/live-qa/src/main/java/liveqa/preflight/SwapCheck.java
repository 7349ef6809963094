package liveqa.preflight;

import liveqa.preflight.Fact.Better;

/** A service that has been swapped out answers after seconds, which on the air is silence. */
final class SwapCheck implements Check {
    private static final long WORTH_MENTION = 64 * Bytes.MIB;

    @Override
    public String id() {
        return "swap";
    }

    @Override
    public Words title() {
        return Words.of("スワップ", "swap");
    }

    @Override
    public Finding look(Host host) {
        var memory = Memory.of(host);
        if (memory.isEmpty()) return Finding.unprovable(Words.of("/proc/meminfo を読めない（Linux でない）", "/proc/meminfo cannot be read (not Linux)"));
        return judged(memory.get(), host.line("/proc/sys/vm/swappiness").orElse("?"))
                .with("swap_used_bytes", memory.get().swapTotal() - memory.get().swapFree(), Better.LESS)
                .with("swap_bytes", memory.get().swapTotal(), Better.ANY);
    }

    private static Finding judged(Memory memory, String swappiness) {
        long used = memory.swapTotal() - memory.swapFree();
        if (memory.swapTotal() == 0) {
            return Finding.passed(Words.of("なし（足りなくなれば遅くならずに落ち、見張りが起こす）", "none (short of memory it falls at once, and whoever watches restarts it)"));
        }
        if (used > WORTH_MENTION) {
            return Finding.failed(Words.of("すでに %s がスワップに出ている", "%s are swapped out already", Bytes.of(used)),
                    Words.of("メモリを空けてから: sudo swapoff -a && sudo swapon -a", "make room, then: sudo swapoff -a && sudo swapon -a"));
        }
        return Finding.passed(Words.of("%s のうち使用 %s（swappiness %s）", "%s, %s used (swappiness %s)", Bytes.of(memory.swapTotal()), Bytes.of(used), swappiness));
    }
}
