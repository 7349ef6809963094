package koboshi.agent.limit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.agent.keep.Proc;

/** One control group as the kernel shows it: a folder of small files. */
record Group(Path folder) {
    /**
     * A shell that enters the group and becomes the program: what a process allocates before it is put inside would never be counted.
     *
     * <p>If it cannot enter it becomes the program all the same; whoever then puts the process inside finds out why that is impossible.
     */
    List<String> entering() {
        return List.of("/bin/sh", "-c", "echo $$ >\"$0\"/cgroup.procs; exec \"$@\"", folder.toString());
    }

    boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    Optional<String> text(String file) {
        return Proc.textOf(folder.resolve(file)).map(String::trim);
    }

    /** Empty as well where the file says {@code max}: there is no such number. */
    Optional<Double> number(String file) {
        return text(file).filter(text -> text.matches("\\d+")).map(Double::parseDouble);
    }

    /** A number in a file of names and numbers. */
    Optional<Long> counter(String file, String name) {
        return text(file)
                .flatMap(text -> text.lines().filter(line -> line.startsWith(name + " ")).findFirst())
                .map(line -> Long.parseLong(line.substring(name.length() + 1).trim()));
    }

    /** What is there of the named files, a line each. */
    String shown(String... files) {
        var text = new StringBuilder();
        for (var file : files) {
            text(file).ifPresent(value -> text.append(file).append(": ").append(value.replace('\n', ' ')).append('\n'));
        }
        return text.toString();
    }

    static void put(Map<String, Double> figures, String name, Optional<? extends Number> value) {
        value.ifPresent(number -> figures.put(name, number.doubleValue()));
    }
}
