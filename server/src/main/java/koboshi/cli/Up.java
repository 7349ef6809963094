package koboshi.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import koboshi.app.Koboshi;
import koboshi.app.Reload;
import koboshi.config.Configuration;
import koboshi.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Watches and keeps what the configuration names, until it is stopped. Services go on without it.",
        footer = Exit.HELP)
final class Up implements Callable<Integer> {
    @Mixin
    private ConfigurationFile file;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Where the page and the API are (default: 127.0.0.1:8642; port 0 takes a free one).")
    private String listen;

    @Option(names = "--state", paramLabel = "DIR", description = "Journal, evidence and the agent's memory (default: .koboshi beside the configuration).")
    private Path state;

    @Override
    public Integer call() throws IOException {
        var configuration = adjusted(file.read());
        configuration.warnings().forEach(warning -> System.err.println("koboshi: " + warning));
        var koboshi = Koboshi.start(configuration);
        System.out.println("koboshi is up at " + koboshi.address());
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(koboshi, stopped), "stop"));
        new Reload(file.path(), this::adjusted, koboshi, configuration).start();
        await(stopped);
        return Exit.OK;
    }

    private Configuration adjusted(Configuration read) {
        var settings = read.settings();
        return read.with(settings.listeningAt(listen == null ? settings.listen() : listening(listen, settings)).keptIn(state == null ? settings.state() : state));
    }

    /** The same is asked of it as of listen in the file. */
    private static Settings.Listen listening(String text, Settings settings) {
        var given = Settings.Listen.parse(text).orElseThrow(() -> new Wrong("--listen " + text + ": expected host:port such as 127.0.0.1:8642"));
        if (!given.loopback() && settings.tokens().isEmpty()) {
            throw new Wrong("--listen " + text + " can be reached from other machines: expected tokens: {file: ...} in the configuration, or a loopback address");
        }
        return given;
    }

    private static void stop(Koboshi koboshi, CountDownLatch stopped) {
        koboshi.close();
        System.out.println("koboshi stopped; services and their agent go on (koboshi up adopts them again)");
        stopped.countDown();
    }

    private static void await(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
