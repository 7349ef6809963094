package koboshi.tsdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Where what cannot be read is put, and the list of it: nothing is thrown away, and nothing goes unsaid. */
final class SetAside {
    private static final int MOST_FINDINGS = 1000;

    private final Path folder;
    private final List<String> findings = new CopyOnWriteArrayList<>();

    private final Consumer<String> told;
    private final AtomicLong said = new AtomicLong();
    private final AtomicLong blocks = new AtomicLong();
    private final AtomicLong samples = new AtomicLong();

    /** @param told hears each finding once, from whichever thread made it */
    SetAside(Path folder, Consumer<String> told) {
        this.folder = folder;
        this.told = told;
    }

    Damage damage() {
        return new Damage(said.get(), blocks.get(), samples.get());
    }

    /** A block that cannot be read, or not all of it. */
    void block(Path folder, String why) throws IOException {
        blocks.incrementAndGet();
        move(folder, why);
    }

    /** So many samples are gone for good. */
    void lost(long count, String finding) {
        samples.addAndGet(count);
        say(finding);
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    void say(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
        said.incrementAndGet();
        told.accept(finding);
    }

    /** Something that none of us wrote: it is no damage, and it is left where it is. */
    void ignore(Path stranger) {
        told.accept(stranger + " is none of the store's files: it is left alone and not read");
    }

    /** Moves a file or folder. */
    void move(Path what, String why) throws IOException {
        Files.createDirectories(folder);
        var target = free(what.getFileName().toString());
        Files.move(what, target, StandardCopyOption.ATOMIC_MOVE);
        say(what.getFileName() + ": " + why + "; set aside as " + target);
    }

    /** Keeps a copy of some bytes of a file. Those that were kept before are not kept twice. */
    void keep(Path file, long from, long to, String why) throws IOException {
        Files.createDirectories(folder);
        var target = folder.resolve(file.getFileName() + "@" + from);
        if (!Files.exists(target)) {
            copy(file, from, to, target);
        }
        say(file.getFileName() + ": " + (to - from) + " bytes at " + from + " cannot be read (" + why + "); set aside as " + target);
    }

    private static void copy(Path file, long from, long to, Path target) throws IOException {
        try (var in = FileChannel.open(file, StandardOpenOption.READ);
                var out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = from; at < to; ) {
                at += in.transferTo(at, to - at, out);
            }
        }
    }

    private Path free(String name) {
        var target = folder.resolve(name);
        for (int i = 2; Files.exists(target); i++) {
            target = folder.resolve(name + "." + i);
        }
        return target;
    }
}
