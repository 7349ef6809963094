package koboshi.tsdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import koboshi.series.Labels;
import koboshi.series.Sample;

/**
 * The head written out: with it, the log's segments before its number are not needed any more.
 *
 * <p>It makes a start quick and the log short. Made beside the old one and put in its place in one go.
 */
final class HeadFile {
    static final byte[] HEADER = Magic.of("KOBOHED", 1);
    private static final int RECORD = 1 << 18;

    /** A series as it was at one moment. */
    record Frozen(int id, Labels labels, Chunk[] closed, int openCount, byte[] openBits, List<Sample> loose) {
        static Frozen of(HeadSeries series) {
            var loose = new ArrayList<>(series.histograms());
            loose.addAll(series.late());
            return new Frozen(series.id, series.labels, series.closed(), series.open().count(), series.open().copy(), loose);
        }
    }

    private HeadFile() {}

    static Path file(Path folder, long number) {
        return folder.resolve("%08d.head".formatted(number));
    }

    /** @return the newest, or null where there is none */
    static Path newest(Path folder) throws IOException {
        return Log.files(folder).stream().filter(file -> file.toString().endsWith(".head")).reduce((_, later) -> later).orElse(null);
    }

    static void write(Path file, List<Frozen> head, Closing closing) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + Blocks.UNFINISHED);
        try (var channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(channel, head, closing);
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        Durable.syncFolder(file.getParent());
    }

    private static void write(FileChannel channel, List<Frozen> head, Closing closing) throws IOException {
        var out = new Bytes(RECORD * 2);
        out.put(HEADER, 0, HEADER.length);
        int start = open(out);
        for (var series : head) {
            Records.head(series, closing, out);
            if (out.size() >= RECORD) {
                Frame.close(out, start);
                flush(out, channel);
                start = open(out);
            }
        }
        Frame.close(out, start);
        end(out, head.size());
        flush(out, channel);
    }

    private static int open(Bytes out) {
        int start = Frame.open(out);
        out.put(Records.HEAD);
        return start;
    }

    private static void end(Bytes out, int series) {
        int start = Frame.open(out);
        out.put(Records.END);
        out.putVarint(series);
        Frame.close(out, start);
    }

    private static void flush(Bytes out, FileChannel channel) throws IOException {
        var buffer = ByteBuffer.wrap(out.array(), 0, out.size());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        out.clear();
    }
}
