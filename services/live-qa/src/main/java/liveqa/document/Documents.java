package liveqa.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The documents questions are answered from: the samples of a fictional candidate. */
public final class Documents {
    private static final String SAMPLES = "/liveqa/samples/";

    private Documents() {}

    public static List<Passage> samples() throws IOException {
        var passages = new ArrayList<Passage>();
        for (var name : sampleNames()) passages.addAll(read(name));
        return passages;
    }

    /** Writes the sample documents as files to start one's own from; existing files are left as they are. */
    public static void copySamples(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var name : sampleNames()) {
            var file = folder.resolve(name);
            if (Files.notExists(file)) Files.writeString(file, sample(name));
        }
    }

    private static List<Passage> read(String sample) throws IOException {
        try {
            return MarkdownReader.read(sample, sample(sample), Limits.USUAL);
        } catch (Unreadable e) {
            throw new IOException("the sample " + sample + ": " + e.getMessage(), e);
        }
    }

    private static List<String> sampleNames() throws IOException {
        return sample("list.txt").lines().toList();
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = Documents.class.getResourceAsStream(SAMPLES + name)) {
            if (in == null) throw new IOException("the sample " + name + " is missing from the jar");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
