package koboshi.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Finds files by a pattern: {@code *}, {@code ?} and {@code [a-z]} stand for characters of one name, never for a slash. */
final class Glob {
    private static final int MOST = 1_000;

    private Glob() {}

    /** In order of their names; none where the pattern is no pattern. */
    static List<Path> files(Path folder, String pattern) {
        try {
            var path = Path.of(pattern);
            var found = List.of(path.isAbsolute() ? path.getRoot() : folder);
            for (var name : path) {
                found = below(found, name.toString());
            }
            return found.stream().map(Path::normalize).toList();
        } catch (InvalidPathException | PatternSyntaxException | IOException | DirectoryIteratorException _) {
            return List.of();
        }
    }

    private static List<Path> below(List<Path> folders, String name) throws IOException {
        var found = new ArrayList<Path>();
        boolean plain = name.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
        for (var folder : folders) {
            if (plain && Files.exists(folder.resolve(name))) {
                found.add(folder.resolve(name));
            } else if (!plain && Files.isDirectory(folder)) {
                matching(folder, name, found);
            }
        }
        return found;
    }

    private static void matching(Path folder, String name, List<Path> found) throws IOException {
        var like = FileSystems.getDefault().getPathMatcher("glob:" + name.replace("{", "\\{").replace("}", "\\}").replace("[^", "[!"));
        try (var entries = Files.newDirectoryStream(folder, entry -> like.matches(entry.getFileName()))) {
            for (var entry : entries) {
                if (found.size() < MOST) {
                    found.add(entry);
                }
            }
        }
        found.sort(null);
    }
}
