package koboshi.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of lines that is not written to any more. */
record Segment(String service, Path file, Marks marks) {
    private static final String ENDING = ".log";

    static String name(long number) {
        return "%08d%s".formatted(number, ENDING);
    }

    static boolean is(Path file) {
        return file.getFileName().toString().matches("\\d{8,}\\.log");
    }

    static long number(Path file) {
        var name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - ENDING.length()));
    }

    /** What was there before; half a line at the end was never acknowledged. */
    static Segment open(String service, Path file) throws IOException {
        try {
            return new Segment(service, file, Marks.read(index(file), Files.size(file)));
        } catch (IOException _) {
            // Made again from the file itself, which is all that counts.
            var marks = Marks.of(Files.readAllBytes(file));
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(marks.bytes());
            }
            marks.write(index(file));
            return new Segment(service, file, marks);
        }
    }

    static Path index(Path file) {
        return file.resolveSibling(file.getFileName() + ".index");
    }

    void delete() throws IOException {
        Files.deleteIfExists(index(file));
        Files.deleteIfExists(file);
    }

    /** One part of the file, whole lines. */
    byte[] part(FileChannel channel, int place) throws IOException {
        long from = marks.at(place).offset();
        var buffer = ByteBuffer.allocate((int) (marks.endOf(place) - from));
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // Until all of it is there.
        }
        return buffer.array();
    }
}
