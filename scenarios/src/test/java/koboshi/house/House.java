package koboshi.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rooms, each with the packages in it, in their order: whoever adds a package says here and in ARCHITECTURE.md where it belongs. */
final class House {
    /** What is compiled, seen from this module's folder. */
    static final Path ROOT = Path.of("..");

    /** Each package may use only those before it in its room. */
    static final SequencedMap<String, List<String>> ORDER = new LinkedHashMap<>();

    static {
        ORDER.put("metrics", rooms("koboshi.", "series relabel promql promqltest rule forecast wire tsdb"));
        ORDER.put("core", rooms("koboshi.", "resource signal journey guard action objective job airlock incident notify preflight drill loop"));
        ORDER.put("agent", rooms("koboshi.", "agent.link agent.fact agent.keep agent.limit agent.capture agent.host agent.journey agent.tail agent"));
        ORDER.put("server", rooms("koboshi.", "config lesson store log probe scrape outbox ruler traffic watch act http app cli"));
    }

    private House() {}

    private static List<String> rooms(String prefix, String names) {
        return Stream.of(names.split(" ")).map(prefix::concat).toList();
    }

    /** Every class of a module, its tests apart; nothing where it was not built. */
    static List<CompiledClass> shipped(String module) {
        return in(ROOT.resolve(module).resolve("target/classes"));
    }

    static List<CompiledClass> tests(String module) {
        return in(ROOT.resolve(module).resolve("target/test-classes"));
    }

    static boolean built(String module) {
        return Files.isDirectory(ROOT.resolve(module).resolve("target/classes"));
    }

    static List<CompiledClass> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).sorted().map(House::read).filter(one -> !isNote(one)).toList();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static boolean isNote(CompiledClass one) {
        return one.simpleName().equals("package-info") || one.simpleName().equals("module-info");
    }

    private static CompiledClass read(Path file) {
        try {
            return CompiledClass.of(Files.readAllBytes(file));
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** The packages of a room that exist, in order; those nobody gave a place come last. */
    static List<String> packages(String module) {
        var found = shipped(module).stream().map(CompiledClass::inPackage).collect(Collectors.toCollection(TreeSet::new));
        var ordered = Optional.ofNullable(ORDER.get(module)).orElse(List.of());
        var strangers = found.stream().filter(name -> !ordered.contains(name));
        return Stream.concat(ordered.stream().filter(found::contains), strangers).toList();
    }
}
