package koboshi.tsdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Brings the head back after a start: the newest head written out, then every segment of the log behind it. */
final class Recovery {
    private final Path folder;
    private final Replaying replaying;
    private final SetAside aside;

    /** @param folder where heads and segments lie */
    Recovery(Path folder, Head head, Closing closing, SetAside aside) {
        this.folder = folder;
        this.aside = aside;
        this.replaying = new Replaying(head, closing, aside::lost);
    }

    /** @return the number the next segment may have */
    long recover() throws IOException {
        for (var child : Blocks.children(folder)) {
            if (!Log.ours(child)) {
                aside.ignore(child);
            } else if (child.toString().endsWith(Blocks.UNFINISHED)) {
                Files.delete(child);
            }
        }
        var newest = HeadFile.newest(folder);
        long next = newest == null ? 1 : Log.number(newest);
        if (newest != null) {
            read(newest, HeadFile.HEADER);
        }
        for (var segment : Log.segments(folder)) {
            if (newest != null && Log.number(segment) < Log.number(newest)) {
                Files.delete(segment);
            } else {
                segment(segment);
                next = Log.number(segment) + 1;
            }
        }
        replaying.tellOfNameless();
        return next;
    }

    /** A record that was only half written when the process ended was never acknowledged: it is cut off, and that is no damage. */
    private void segment(Path segment) throws IOException {
        if (Files.size(segment) < Magic.LENGTH) {
            Files.delete(segment);
            return;
        }
        long sound = read(segment, Log.HEADER);
        if (sound >= 0 && sound < Files.size(segment)) {
            try (var channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                channel.truncate(sound);
            }
        }
    }

    /** @return where the last sound record ends, or -1 if the file was set aside as a whole */
    private long read(Path file, byte[] header) throws IOException {
        try {
            return Frame.read(file, header, new Frame.Reader() {
                @Override
                public void record(Cursor record) {
                    try {
                        replaying.record(record);
                    } catch (Damaged | IndexOutOfBoundsException e) {
                        aside.say(file.getFileName() + ": a record makes no sense: " + e.getMessage());
                    }
                }

                @Override
                public void damage(long from, long to, String why) throws IOException {
                    if (to < Files.size(file) || !why.startsWith("it ends within")) {
                        aside.keep(file, from, to, why);
                    }
                }
            });
        } catch (Damaged e) {
            aside.move(file, e.getMessage());
            return -1;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
