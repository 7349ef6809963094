package koboshi.agent.journey;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.agent.keep.Proc;
import koboshi.journey.Step;
import koboshi.journey.Step.Capture;

/**
 * A program, in a session of its own so that everything it starts can be ended with it.
 *
 * <p>One that cannot be started here says nothing of the service: no place for its output, no process to be had, no such program are our own lack.
 *
 * <p>What it leaves running behind it is ended with it: a step taken every second would fill the host.
 */
final class Executing implements Attempt {
    private static final int ROUNDS = 20;

    private static final int LOOK_EVERY_MILLIS = 5;

    /** What a pipe takes although nobody reads it. */
    private static final int MOST_INPUT = 60 << 10;

    private static final Optional<Path> SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid", "/usr/local/bin/setsid").map(Path::of).filter(Files::isExecutable).findFirst();

    private final Step.Exec step;
    private final Script script;
    private volatile Optional<Process> process = Optional.empty();
    private volatile boolean closed;

    Executing(Step.Exec step, Script script) {
        this.step = step;
        this.script = script;
    }

    @Override
    public Finding take() {
        var command = step.command().stream().map(script::fill).toList();
        try (var output = output(); var errors = output()) {
            var running = started(command, output, errors);
            process = Optional.of(running);
            if (closed) {
                end(running);
            }
            feed(running);
            return followed(running, output, errors);
        } catch (IOException trouble) {
            return Finding.trouble(command.getFirst() + ": " + script.shown(String.valueOf(trouble.getMessage())));
        }
    }

    private static Output output() {
        try {
            return new Output();
        } catch (IOException trouble) {
            throw new Unready("no place for the output of programs: " + trouble.getMessage());
        }
    }

    private Process started(List<String> command, Output output, Output errors) {
        try {
            return start(command, output, errors);
        } catch (IOException trouble) {
            throw new Unready(command.getFirst() + ": " + script.shown(String.valueOf(trouble.getMessage())));
        }
    }

    private Process start(List<String> command, Output output, Output errors) throws IOException {
        var all = new ArrayList<String>();
        all.add(SETSID.orElseThrow(() -> new IOException("setsid is missing: install util-linux")).toString());
        all.add(program(command.getFirst()).toString());
        all.addAll(command.subList(1, command.size()));
        var builder = new ProcessBuilder(all).directory(new File(step.directory())).redirectOutput(output.file()).redirectError(errors.file());
        builder.environment().putAll(Asking.filled(step.environment(), script));
        return builder.start();
    }

    /** Looked up beforehand, since after the start only an exit code would tell that there is none. */
    private Path program(String name) throws IOException {
        var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        var places = name.contains("/")
                ? Stream.of(Path.of(step.directory()).resolve(name))
                : Stream.of(path.split(":")).filter(folder -> !folder.isEmpty()).map(folder -> Path.of(folder, name));
        return places.filter(Files::isExecutable).filter(Files::isRegularFile).findFirst().orElseThrow(() -> new IOException("no such program")).toAbsolutePath();
    }

    private Finding followed(Process running, Output output, Output errors) throws IOException {
        boolean ended = false;
        while (!ended && !output.tooMuch() && !errors.tooMuch()) {
            ended = waited(running);
        }
        end(running);
        return output.tooMuch() || errors.tooMuch()
                ? Finding.trouble("expected at most " + Output.MOST + " bytes of output, came more")
                : judged(running.exitValue(), output.text(), errors.text());
    }

    private static boolean waited(Process running) throws IOException {
        try {
            return running.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("cancelled");
        }
    }

    private void feed(Process running) {
        var input = step.input().map(script::fill).orElse("").getBytes(StandardCharsets.UTF_8);
        if (input.length > MOST_INPUT) {
            throw new IllegalArgumentException("more than " + MOST_INPUT + " bytes of input");
        }
        try (var in = running.getOutputStream()) {
            in.write(input);
        } catch (IOException _) {
            // It need not read what it is given.
        }
    }

    private Finding judged(int exit, String output, String complaint) {
        var reading = new Reading("output", output, script);
        if (!step.exits().contains(exit)) {
            return Finding.trouble(reading.expected("exit code " + codes(), exit + ": " + (complaint.isBlank() ? output.isBlank() ? "nothing" : output : complaint)));
        }
        var trouble = reading.trouble(step.output());
        return trouble.map(Finding::trouble).orElseGet(() -> Finding.kept(
                reading.captured(step.captures(), capture -> capture instanceof Capture.Exit ? Optional.of(Integer.toString(exit)) : Optional.empty())));
    }

    private String codes() {
        return step.exits().stream().map(String::valueOf).collect(Collectors.joining(" or "));
    }

    /** What forks while it is being killed is killed in the next round. */
    private static void end(Process running) {
        running.destroyForcibly();
        for (int round = 0; round < ROUNDS; round++) {
            var left = Proc.session(running.pid());
            if (left.isEmpty()) {
                return;
            }
            left.forEach(stat -> ProcessHandle.of(stat.pid()).ifPresent(ProcessHandle::destroyForcibly));
            Thread.yield();
        }
    }

    @Override
    public String waiting() {
        return "it did not end";
    }

    @Override
    public void close() {
        closed = true;
        process.filter(Process::isAlive).ifPresent(Executing::end);
    }
}
