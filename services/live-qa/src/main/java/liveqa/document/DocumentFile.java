package liveqa.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** One file of whatever kind, read into passages. */
final class DocumentFile {
    private DocumentFile() {}

    static boolean isDocument(Path file) {
        var name = file.getFileName().toString();
        return !name.startsWith(".") && !name.startsWith("~") && switch (ending(file)) {
            case "md", "markdown", "pdf", "html", "htm" -> true;
            default -> false;
        };
    }

    /** Reads a PDF by {@code pdfs}, and everything else here. */
    static List<Passage> read(Path file, Limits limits, PdfProcess pdfs) throws Unreadable {
        return ending(file).equals("pdf") ? pdfs.read(file, limits) : readHere(file, limits);
    }

    static List<Passage> readHere(Path file, Limits limits) throws Unreadable {
        try {
            // One more than allowed tells that there is more, also when the file grows meanwhile.
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, limits.bytesPerFile() + 1));
            }
            if (bytes.length > limits.bytesPerFile()) throw new Unreadable(Unreadable.Reason.TOO_LARGE, "larger than " + (limits.bytesPerFile() >> 20) + " MB");
            return read(file, bytes, limits);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Hostile and broken files make parsers fail in every way they can.
            throw new Unreadable(Unreadable.Reason.DAMAGED, "cannot be read: " + e, e);
        }
    }

    private static List<Passage> read(Path file, byte[] bytes, Limits limits) throws Unreadable, IOException {
        return switch (ending(file)) {
            case "pdf" -> PdfReader.read(name(file), bytes, limits);
            case "html", "htm" -> HtmlReader.read(name(file), bytes, limits);
            default -> MarkdownReader.read(name(file), text(bytes), limits);
        };
    }

    private static String text(byte[] bytes) throws Unreadable {
        for (var charset : List.of(StandardCharsets.UTF_8, Charset.forName("windows-31j"))) {
            try {
                return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().replace("\ufeff", "");
            } catch (CharacterCodingException _) {
                continue; // The other encoding, then.
            }
        }
        throw new Unreadable(Unreadable.Reason.DAMAGED, "text neither in UTF-8 nor in Shift_JIS");
    }

    private static String ending(Path file) {
        var name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
    }
}
