package liveqa.preflight;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What the system says of its memory, in bytes. */
record Memory(long total, long available, long swapTotal, long swapFree) {
    static Optional<Memory> of(Host host) {
        return host.text("/proc/meminfo").map(text ->
                new Memory(field(text, "MemTotal"), field(text, "MemAvailable"), field(text, "SwapTotal"), field(text, "SwapFree")));
    }

    private static long field(String text, String name) {
        var found = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB").matcher(text);
        return found.find() ? Long.parseLong(found.group(1)) * 1024 : 0;
    }

    /** The smallest limit of the control groups we are in, version 1 or 2; a limit above four exbibytes is none. */
    static OptionalLong groupLimit(Host host) {
        var smallest = Long.MAX_VALUE;
        for (var line : host.text("/proc/self/cgroup").orElse("").lines().toList()) {
            var parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) smallest = Math.min(smallest, upwards(host, "/sys/fs/cgroup", parts[2], "memory.max"));
            if (parts.length == 3 && parts[1].equals("memory")) smallest = Math.min(smallest,
                    upwards(host, "/sys/fs/cgroup/memory", parts[2], "memory.limit_in_bytes"));
        }
        return smallest < 1L << 62 ? OptionalLong.of(smallest) : OptionalLong.empty();
    }

    private static long upwards(Host host, String mount, String group, String file) {
        var smallest = Long.MAX_VALUE;
        for (var at = group.equals("/") ? "" : group;; at = at.substring(0, at.lastIndexOf('/'))) {
            var limit = host.line(mount + at + "/" + file).filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong);
            smallest = Math.min(smallest, limit.orElse(Long.MAX_VALUE));
            if (at.lastIndexOf('/') < 0) return smallest;
        }
    }
}
