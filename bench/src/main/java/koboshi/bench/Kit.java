package koboshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The load, and who sends it: the kit's own program, in a process of its own so that its work is not counted as the server's. */
record Kit(Path folder) {
    private static final Pattern FIGURE = Pattern.compile("(\\w+)=([0-9.]+)");

    /** Writes the load to a file, unless it is there: hundreds of series of each instance, a step every 15 s, up to the end. */
    Path load(String name, int instances, int steps, long endSeconds) throws IOException, InterruptedException {
        var file = folder.resolve(name);
        if (!Files.exists(file)) {
            var draft = folder.resolve(name + ".part");
            run("gen", "end=" + endSeconds, "instances=" + instances, "steps=" + steps, "file=" + draft);
            Files.move(draft, file);
        }
        return file;
    }

    /** Sends it all, as fast as the server takes it; what the kit tells of that. */
    Map<String, Double> replay(Path file, SeriesServer server) throws IOException, InterruptedException {
        var said = run("replay", "file=" + file, "url=" + server.address() + "/api/v1/write", "pid=" + server.pid(), "conns=2");
        var figures = new TreeMap<String, Double>();
        FIGURE.matcher(said).results().forEach(figure -> figures.put(figure.group(1), Double.valueOf(figure.group(2))));
        if (figures.getOrDefault("errors", 1.0) > 0) {
            throw new IOException(server.kind() + " refused a part of the load: " + said);
        }
        return figures;
    }

    /** A thousand alerting rules of ten kinds, due every 15 s. */
    Path rules() throws IOException, InterruptedException {
        var file = folder.resolve("rules.yml");
        run("rules", "interval=15", "out=" + file);
        return file;
    }

    /** Goes on with the load as time goes by; whoever starts it ends it. */
    Process live(Path file, SeriesServer server, int seconds) throws IOException {
        return new ProcessBuilder(command("live", "file=" + file, "url=" + server.address() + "/api/v1/write", "seconds=" + seconds))
                .redirectErrorStream(true).redirectOutput(folder.resolve("live.log").toFile()).start();
    }

    private List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED", "-cp", folder.resolve("classes") + ":" + folder.resolve("lib") + "/*", "RwGen"));
        command.addAll(List.of(arguments));
        return command;
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        var command = command(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IOException("the kit failed: " + said);
            }
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
