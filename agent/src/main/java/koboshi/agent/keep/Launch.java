package koboshi.agent.keep;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts a program in a session of its own, so that neither a Ctrl-C at the agent's terminal nor the agent's death reaches it.
 *
 * <p>{@code setsid} becomes the program in place: a process just forked leads no group, so it need not fork again and the pid we know is the
 * program's own. (With {@code -f}, or started from a shell's job control, it would be another.)
 *
 * @param through a command in between that becomes the program in place as well
 */
record Launch(List<String> through, List<String> command, Path directory, Map<String, String> environment, Path log) {
    static final String MARKER = "KOBOSHI_SERVICE";
    private static final Optional<Path> SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid", "/usr/local/bin/setsid").map(Path::of).filter(Files::isExecutable).findFirst();

    /** @throws IOException saying what is missing */
    Process start() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("no such folder: " + directory);
        }
        var all = new ArrayList<String>();
        all.add(SETSID.orElseThrow(() -> new IOException("setsid is missing: install util-linux")).toString());
        all.addAll(through);
        all.add(program().orElseThrow(() -> new IOException("no such program: " + command.getFirst())).toString());
        all.addAll(command.subList(1, command.size()));
        var builder = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Looked up beforehand, since after the start only an exit code would tell that there is none. */
    private Optional<Path> program() {
        var name = command.getFirst();
        var places = name.contains("/") ? Stream.of(directory.resolve(name)) : path().map(folder -> folder.resolve(name));
        return places.filter(Files::isExecutable).filter(Files::isRegularFile).findFirst().map(Path::toAbsolutePath);
    }

    private Stream<Path> path() {
        var path = environment.getOrDefault("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        return Stream.of(path.split(":")).filter(folder -> !folder.isEmpty()).map(Path::of);
    }
}
