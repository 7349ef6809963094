package koboshi.agent.host;

import java.nio.file.Path;
import java.util.regex.Pattern;
import koboshi.agent.keep.Proc;

/** What the disks did, from {@code /proc/diskstats}. Partitions and loop devices are left to the disk they lie on. */
final class Disks {
    private static final Pattern LEFT_OUT = Pattern.compile("(?:(?:z?ram|loop|fd)\\d+|[hsv]d[a-z]+\\d+|xvd[a-z]+\\d+|(?:nvme\\d+n|mmcblk)\\d+p\\d+)");
    private static final double SECTOR = 512;
    private static final double MILLIS = 1e3;
    private static final int COLUMNS = 14;

    private Disks() {}

    static void read(Path proc, Figures into) {
        Proc.textOf(proc.resolve("diskstats")).ifPresent(text -> text.lines()
                .map(line -> line.trim().split(" +"))
                .filter(words -> words.length >= COLUMNS && !LEFT_OUT.matcher(words[2]).matches())
                .forEach(words -> disk(words, into)));
    }

    private static void disk(String[] words, Figures into) {
        var device = words[2];
        into.add("node_disk_reads_completed_total", number(words, 3), "device", device);
        into.add("node_disk_read_bytes_total", number(words, 5) * SECTOR, "device", device);
        into.add("node_disk_read_time_seconds_total", number(words, 6) / MILLIS, "device", device);
        into.add("node_disk_writes_completed_total", number(words, 7), "device", device);
        into.add("node_disk_written_bytes_total", number(words, 9) * SECTOR, "device", device);
        into.add("node_disk_write_time_seconds_total", number(words, 10) / MILLIS, "device", device);
        into.add("node_disk_io_now", number(words, 11), "device", device);
        into.add("node_disk_io_time_seconds_total", number(words, 12) / MILLIS, "device", device);
        into.add("node_disk_io_time_weighted_seconds_total", number(words, 13) / MILLIS, "device", device);
    }

    private static double number(String[] words, int column) {
        return Double.parseDouble(words[column]);
    }
}
