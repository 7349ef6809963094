package liveqa.preflight;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import liveqa.preflight.Fact.Better;

/** The folder of the question log can be written, is on a lasting disk, and nobody else holds it. */
final class LogFolderCheck implements Check {
    private static final Set<String> PASSING = Set.of("tmpfs", "ramfs");
    private static final Set<String> REMOTE = Set.of("nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p");

    @Override
    public String id() {
        return "data-folder";
    }

    @Override
    public Words title() {
        return Words.of("データの置き場所", "data folder");
    }

    @Override
    public Finding look(Host host) throws IOException {
        var data = host.intent().data();
        var there = Folders.existing(data);
        if (!Files.isDirectory(there)) return Finding.failed(Words.of("%s はフォルダでない", "%s is not a folder", there), Words.of("--data を直す", "correct --data"));
        if (!Files.isWritable(there)) {
            return Finding.failed(Words.of("%s に書けない", "%s cannot be written", there),
                    Words.same("sudo install -d -o \"$USER\" '" + data.toAbsolutePath() + "'"));
        }
        var kind = Files.getFileStore(there).type();
        return held(data) && !Ours.runsAt(host) ? busy(data) : judged(data, kind).with("data_file_system", kind, Better.ANY);
    }

    private static Finding busy(Path data) {
        return Finding.failed(Words.of("別の live-qa が %s を使っている", "another live-qa uses %s", data),
                Words.of("止める相手: fuser -v '%s/lock'", "find it with: fuser -v '%s/lock'", data));
    }

    private static boolean held(Path data) throws IOException {
        var lock = data.resolve("lock");
        if (!Files.isWritable(lock)) return false;
        try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            var taken = channel.tryLock();
            if (taken != null) taken.release();
            return taken == null;
        } catch (OverlappingFileLockException _) {
            return true; // Held by this very process: it runs inside a test or another program.
        }
    }

    private static Finding judged(Path data, String kind) {
        if (PASSING.contains(kind)) {
            return Finding.failed(Words.of("%s はメモリ上（%s）。再起動で質問が消える", "%s is in memory (%s); a reboot loses the questions", data, kind),
                    Words.of("--data を本物のディスクに向ける", "point --data to a real disk"));
        }
        if (REMOTE.contains(kind)) {
            return Finding.failed(Words.of("%s は網の向こう（%s）。切れると質問を受けられない", "%s is across the network (%s); a cut would turn questions away", data, kind),
                    Words.of("--data をこの機械のディスクに向ける", "point --data to a disk of this host"));
        }
        return Finding.passed(Words.of("%s に書ける（%s）", "%s can be written (%s)", data.toAbsolutePath().normalize(), kind));
    }
}
