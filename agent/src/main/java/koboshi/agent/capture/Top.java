package koboshi.agent.capture;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import koboshi.agent.keep.Proc;
import koboshi.agent.keep.Proc.Stat;
import koboshi.resource.Bytes;

/** Who else is busy on the host: the processes that use most CPU and most memory. */
final class Top {
    private static final int SHOWN = 12;
    private static final long PAGE = 4096;
    private static final double TICKS_PER_SECOND = 100;

    private Top() {}

    static String over(Duration time) throws InterruptedException {
        var before = Proc.all().stream().collect(Collectors.toMap(Stat::pid, Stat::cpu, (a, _) -> a, HashMap::new));
        Thread.sleep(time);
        return text(before, Proc.all(), time);
    }

    static String text(Map<Long, Long> before, List<Stat> after, Duration time) {
        double ticks = time.toMillis() * TICKS_PER_SECOND / 1000;
        Comparator<Stat> byCpu = Comparator.comparingLong(stat -> stat.cpu() - before.getOrDefault(stat.pid(), stat.cpu()));
        var text = new StringBuilder("by CPU over ").append(time.toMillis()).append(" ms\n");
        after.stream().sorted(byCpu.reversed()).limit(SHOWN).forEach(stat ->
                text.append(line(stat, Math.round((stat.cpu() - before.getOrDefault(stat.pid(), stat.cpu())) / ticks * 100) + " %")));
        text.append("\nby memory\n");
        after.stream().sorted(Comparator.comparingLong(Stat::pages).reversed()).limit(SHOWN).forEach(stat ->
                text.append(line(stat, new Bytes(stat.pages() * PAGE).toString())));
        return text + "\n" + pressure();
    }

    private static String line(Stat stat, String figure) {
        return String.format("%9s  %7d %c %s%n", figure, stat.pid(), stat.state(), stat.name());
    }

    private static String pressure() {
        return List.of("loadavg", "pressure/cpu", "pressure/memory", "pressure/io").stream()
                .map(name -> Proc.textOf(Proc.ROOT.resolve(name)).map(text -> name + ": " + text.trim().replace('\n', ' ') + '\n').orElse(""))
                .collect(Collectors.joining());
    }
}
