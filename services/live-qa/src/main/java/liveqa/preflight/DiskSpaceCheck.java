package liveqa.preflight;

import java.io.IOException;
import java.nio.file.Files;
import liveqa.preflight.Fact.Better;

/** Room on the disk of the data folder. */
final class DiskSpaceCheck implements Check {
    private static final long NEEDED = 2048 * Bytes.MIB;

    @Override
    public String id() {
        return "disk-space";
    }

    @Override
    public Words title() {
        return Words.of("ディスクの空き", "disk space");
    }

    @Override
    public Finding look(Host host) throws IOException {
        var there = Folders.existing(host.intent().data());
        long free = Files.getFileStore(there).getUsableSpace();
        var finding = free < NEEDED
                ? Finding.failed(Words.of("空き %s。2 GiB は要る", "%s free; 2 GiB are needed", Bytes.of(free)),
                        Words.of("大きいもの: sudo du -xh / | sort -h | tail。古いログ: sudo journalctl --vacuum-size=200M",
                        "what is large: sudo du -xh / | sort -h | tail; old logs: sudo journalctl --vacuum-size=200M"))
                : Finding.passed(Words.of("空き %s", "%s free", Bytes.of(free)));
        return finding.with("disk_free_bytes", free, Better.MORE);
    }
}
