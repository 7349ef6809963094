package koboshi.agent.capture;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import koboshi.agent.keep.Logs;
import koboshi.agent.keep.Proc;

/**
 * A JVM's own account of its threads, by the protocol {@code jstack} speaks: a socket of the JVM's, which SIGQUIT makes it open.
 *
 * <p>The attach API itself would do, but only through a package that javac does not let a released version reach. A JVM that does not take up
 * the offer answers SIGQUIT with the same text in its own output.
 */
final class JvmDump {
    private static final long SIGQUIT_BIT = 1L << 2;
    private static final Pattern VIRTUAL = Pattern.compile("\\s*#\\d+ \".*\" virtual ");
    private static final int MOST = 4 << 20;

    private final long pid;
    private final Path log;

    /** @param log where the process's own output goes */
    JvmDump(long pid, Path log) {
        this.pid = pid;
        this.log = log;
    }

    static boolean isJvm(long pid) {
        return Proc.textOf(proc(pid, "maps")).filter(maps -> maps.contains("/libjvm.so")).isPresent();
    }

    /** Waits until it has them: the caller's patience is the limit. */
    String threads() throws IOException, InterruptedException {
        if (Files.exists(socket())) {
            return ask("threaddump", "-l");
        }
        if (!catchesQuit()) {
            throw new IOException("the JVM does not handle SIGQUIT, which would end it");
        }
        long before = Files.exists(log) ? Files.size(log) : 0;
        var wish = wish();
        try {
            quit();
            return answered(before);
        } finally {
            Files.deleteIfExists(wish);
        }
    }

    private String answered(long before) throws IOException, InterruptedException {
        while (!Files.exists(socket())) {
            Thread.sleep(5);
            var printed = Logs.tail(log, before);
            if (printed.contains("Full thread dump") && printed.contains("JNI global refs")) {
                return printed;
            }
        }
        return ask("threaddump", "-l");
    }

    /**
     * The virtual threads alone, which a thread dump leaves out; empty when there are none or the JVM does not talk.
     *
     * <p>It writes them to a file of its own, so the name must be one that nobody could have put there before.
     */
    String virtualThreads() throws IOException {
        if (!Files.exists(socket())) {
            return "";
        }
        var name = "/tmp/koboshi-" + UUID.randomUUID();
        var file = proc(pid, "root" + name);
        try {
            ask("jcmd", "Thread.dump_to_file -format=plain " + name);
            return Arrays.stream(Files.readString(file).split("\n\\s*\n"))
                    .filter(block -> VIRTUAL.matcher(block).lookingAt())
                    .collect(Collectors.joining("\n\n"));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** In the name space of the process, which may be a container's. */
    private Path socket() {
        return proc(pid, "root/tmp/.java_pid" + ownPid());
    }

    private long ownPid() {
        return Proc.textOf(proc(pid, "status"))
                .flatMap(text -> text.lines().filter(line -> line.startsWith("NSpid:")).findFirst())
                .map(line -> Long.parseLong(line.substring(line.lastIndexOf('\t') + 1).trim()))
                .orElse(pid);
    }

    /** With this file beside it a JVM takes SIGQUIT for a wish to talk. */
    private Path wish() throws IOException {
        var name = ".attach_pid" + ownPid();
        try {
            return Files.createFile(proc(pid, "cwd/" + name));
        } catch (IOException _) {
            return Files.createFile(proc(pid, "root/tmp/" + name));
        }
    }

    /** Java itself can send only the signals that end a process. */
    private void quit() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
    }

    private boolean catchesQuit() {
        return Proc.textOf(proc(pid, "status"))
                .flatMap(text -> text.lines().filter(line -> line.startsWith("SigCgt:")).findFirst())
                .map(line -> Long.parseUnsignedLong(line.substring(7).trim(), 16))
                .filter(caught -> (caught & SIGQUIT_BIT) != 0)
                .isPresent();
    }

    private String ask(String command, String... arguments) throws IOException {
        var words = Arrays.copyOf(arguments, 3);
        var request = new StringBuilder("1\0").append(command).append('\0');
        for (var word : words) {
            request.append(Optional.ofNullable(word).orElse("")).append('\0');
        }
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            channel.write(ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.UTF_8)));
            var answer = new String(Channels.newInputStream(channel).readNBytes(MOST), StandardCharsets.UTF_8);
            int end = answer.indexOf('\n');
            if (end < 0 || !answer.substring(0, end).equals("0")) {
                throw new IOException("the JVM refused: " + answer.lines().findFirst().orElse("no answer"));
            }
            return answer.substring(end + 1);
        }
    }

    private static Path proc(long pid, String name) {
        return Proc.ROOT.resolve(Long.toString(pid)).resolve(name);
    }
}
