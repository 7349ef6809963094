package koboshi.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import koboshi.agent.keep.Proc;
import koboshi.agent.keep.Wards.Running;

/**
 * What one kept service's process uses, under the names every Prometheus client gives its own process.
 *
 * <p>It is the one process that was started. What that process started in turn is counted where the service has a cgroup of its own, under the
 * names of cAdvisor.
 */
final class ProcessFigures {
    private static final double PAGE = 4096;
    private static final double KIBI = 1024;

    private ProcessFigures() {}

    static void read(Path proc, Running running, OptionalDouble bootSeconds, Figures into) {
        var folder = proc.resolve(Long.toString(running.key().pid()));
        Proc.textOf(folder.resolve("stat")).map(ProcessFigures::fieldsAfterName)
                // A number used again by another process would tell of somebody else.
                .filter(fields -> Long.parseLong(fields[19]) == running.key().ticks())
                .ifPresent(fields -> {
                    used(fields, bootSeconds, into);
                    files(folder, into);
                    swap(folder).ifPresent(bytes -> into.add("process_swap_memory_bytes", bytes));
                });
        running.fence().figures().forEach(into::add);
    }

    /** The name stands in parentheses and may hold spaces and parentheses itself. */
    private static String[] fieldsAfterName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
    }

    private static void used(String[] fields, OptionalDouble bootSeconds, Figures into) {
        double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
        into.add("process_cpu_seconds_total", ticks / Processors.TICKS_A_SECOND);
        into.add("process_threads", Double.parseDouble(fields[17]));
        into.add("process_virtual_memory_bytes", Double.parseDouble(fields[20]));
        into.add("process_resident_memory_bytes", Double.parseDouble(fields[21]) * PAGE);
        bootSeconds.ifPresent(boot -> into.add("process_start_time_seconds", boot + Double.parseDouble(fields[19]) / Processors.TICKS_A_SECOND));
    }

    private static OptionalLong swap(Path folder) {
        return Proc.textOf(folder.resolve("status")).stream().flatMap(String::lines)
                .filter(line -> line.startsWith("VmSwap:"))
                .mapToLong(line -> (long) (Long.parseLong(line.replaceAll("\\D", "")) * KIBI))
                .findFirst();
    }

    private static void files(Path folder, Figures into) {
        open(folder.resolve("fd")).ifPresent(count -> into.add("process_open_fds", count));
        Proc.textOf(folder.resolve("limits")).stream().flatMap(String::lines)
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.trim().split(" +")[3])
                .filter(most -> !most.equals("unlimited"))
                .forEach(most -> into.add("process_max_fds", Double.parseDouble(most)));
    }

    /** Newer kernels give the number as the folder's size; for older ones it is counted. */
    private static OptionalLong open(Path folder) {
        try {
            long size = Files.size(folder);
            return size > 0 ? OptionalLong.of(size) : counted(folder);
        } catch (IOException _) {
            // It ended, or it is not ours to look at.
            return OptionalLong.empty();
        }
    }

    private static OptionalLong counted(Path folder) {
        var names = folder.toFile().list();
        return names == null ? OptionalLong.empty() : OptionalLong.of(names.length);
    }
}
