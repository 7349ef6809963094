package koboshi.tsdb;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * How records lie in a file: a mark, the length, a checksum, the record.
 *
 * <p>The mark lets a reader find the next record behind damaged bytes, so that one flipped bit costs one record and not the rest of the file.
 */
final class Frame {
    static final int HEAD = 12;
    private static final int MARK = 0x4b6f_f00d;
    static final int LARGEST = 64 << 20;

    private Frame() {}

    /** Leaves room for the head of a record; what is put next is the record. */
    static int open(Bytes to) {
        int start = to.zeros(HEAD);
        to.setInt(start, MARK);
        return start;
    }

    static void close(Bytes to, int start) {
        int length = to.size() - start - HEAD;
        to.setInt(start + 4, length);
        to.setInt(start + 8, checksum(to.array(), start + HEAD, length));
    }

    static int checksum(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static int checksum(MemorySegment bytes) {
        var crc = new CRC32C();
        crc.update(bytes.asByteBuffer());
        return (int) crc.getValue();
    }

    /** What is done with the records of a file. */
    interface Reader {
        /** A record that is as it was written; its bytes are only there for as long as this call lasts. */
        void record(Cursor record);

        /** Bytes that are no record: from, up to, and why. */
        void damage(long from, long to, String why) throws IOException;
    }

    /**
     * Reads all records behind the header.
     *
     * @return where the last sound record ends
     * @throws Damaged if the file does not begin as expected
     */
    static long read(Path path, byte[] header, Reader reader) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ);
                var arena = Arena.ofConfined()) {
            var file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            Magic.check(file, header);
            return read(file, Magic.LENGTH, reader);
        }
    }

    private static long read(MemorySegment file, long from, Reader reader) throws IOException {
        long at = from;
        long sound = from;
        byte[] record = {};
        while (at < file.byteSize()) {
            var fault = fault(file, at);
            if (fault == null) {
                int length = length(file, at);
                record = record.length < length ? new byte[length] : record;
                MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at + HEAD, record, 0, length);
                at += HEAD + length;
                sound = at;
                reader.record(new Cursor(record, 0, length));
            } else {
                long next = nextSound(file, at + 1);
                reader.damage(at, next, fault);
                at = next;
            }
        }
        return sound;
    }

    private static int mark(MemorySegment file, long at) {
        return file.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    }

    private static int length(MemorySegment file, long at) {
        return file.get(ValueLayout.JAVA_INT_UNALIGNED, at + 4);
    }

    /** Why no record begins there; null if one does. */
    private static String fault(MemorySegment file, long at) {
        if (file.byteSize() - at < HEAD) {
            return "it ends within a record's head";
        }
        if (mark(file, at) != MARK) {
            return "no record begins here";
        }
        int length = length(file, at);
        if (length < 0 || length > LARGEST) {
            return "a record of " + length + " bytes";
        }
        if (length > file.byteSize() - at - HEAD) {
            return "it ends within a record of " + length + " bytes";
        }
        return checksum(file.asSlice(at + HEAD, length)) == file.get(ValueLayout.JAVA_INT_UNALIGNED, at + 8) ? null : "the checksum is another";
    }

    private static long nextSound(MemorySegment file, long from) {
        for (long at = from; at <= file.byteSize() - HEAD; at++) {
            if (mark(file, at) == MARK && fault(file, at) == null) {
                return at;
            }
        }
        return file.byteSize();
    }
}
