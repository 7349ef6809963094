package koboshi.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with our class path: what must survive a kill is killed, what ends its process ends that one. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private ChildJvm(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        out = process.inputReader();
    }

    public static ChildJvm run(Class<?> main, Object... arguments) throws IOException {
        return new ChildJvm(command(main, arguments));
    }

    /** @param before what runs the JVM, with {@code "$@"} for its command */
    public static ChildJvm within(String before, Class<?> main, Object... arguments) throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", before, "sh"));
        command.addAll(command(main, arguments));
        return new ChildJvm(command);
    }

    private static List<String> command(Class<?> main, Object... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        List.of(arguments).forEach(argument -> command.add(argument.toString()));
        return command;
    }

    /** The next line, or null at the end. */
    public String line() throws IOException {
        return out.readLine();
    }

    public List<String> rest() throws IOException {
        return out.readAllLines();
    }

    /** As kill -9 does; what it said before can still be read. */
    public void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** As Ctrl-C or a supervisor does. */
    public void askToEnd() {
        process.toHandle().destroy();
    }

    public int code() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }
}
