package koboshi.agent.host;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import koboshi.agent.keep.Proc;

/** How full the file systems are. Only local ones that can fill: asking one over a dead network would never return. */
final class Filesystems {
    private static final Set<String> KINDS = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "vfat", "exfat", "ntfs3", "tmpfs", "overlay");
    private static final int MOST = 64;

    private Filesystems() {}

    static void read(Path proc, Figures into) {
        var seen = new HashSet<String>();
        Proc.textOf(proc.resolve("self/mounts")).ifPresent(text -> text.lines()
                .map(line -> line.split(" "))
                .filter(words -> words.length >= 4 && KINDS.contains(words[2]) && !system(words[1]) && seen.add(words[1]))
                .limit(MOST)
                .forEach(words -> mount(words, into)));
    }

    private static boolean system(String place) {
        return place.startsWith("/proc/") || place.startsWith("/sys/") || place.startsWith("/dev/") || place.startsWith("/var/lib/docker/");
    }

    private static void mount(String[] words, Figures into) {
        var place = unescaped(words[1]);
        var at = Path.of(place).toFile();
        long size = at.getTotalSpace();
        if (size == 0) {
            return; // Not ours to look at, or nothing that can fill.
        }
        String[] labels = {"device", unescaped(words[0]), "fstype", words[2], "mountpoint", place};
        into.add("node_filesystem_size_bytes", size, labels);
        into.add("node_filesystem_free_bytes", at.getFreeSpace(), labels);
        into.add("node_filesystem_avail_bytes", at.getUsableSpace(), labels);
        into.add("node_filesystem_readonly", Arrays.asList(words[3].split(",")).contains("ro") ? 1 : 0, labels);
    }

    /** The kernel writes blanks and backslashes of a path as octal numbers. */
    private static String unescaped(String text) {
        return text.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\");
    }
}
