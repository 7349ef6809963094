package liveqa.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The documents questions are answered from: a folder of Markdown files, or the samples of a fictional candidate. */
public final class Documents {
    private static final String SAMPLES = "/liveqa/samples/";

    private Documents() {}

    /** @throws IOException naming the folder or file that could not be read, or that held nothing to answer from */
    public static List<Passage> inFolder(Path folder) throws IOException {
        var passages = new ArrayList<Passage>();
        for (var file : markdownFiles(folder)) {
            passages.addAll(Markdown.passages(nameOf(file.getFileName().toString()), Files.readString(file)));
        }
        if (passages.isEmpty()) {
            throw new IOException("no paragraph below a heading (## ...) in any .md file of " + folder);
        }
        return passages;
    }

    public static List<Passage> samples() throws IOException {
        var passages = new ArrayList<Passage>();
        for (var name : sampleNames()) {
            passages.addAll(Markdown.passages(nameOf(name), sample(name)));
        }
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

    private static List<Path> markdownFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) throw new IOException("not a folder: " + folder);
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(".md")).sorted().toList();
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

    private static String nameOf(String file) {
        return file.replaceFirst("\\.md$", "");
    }
}
