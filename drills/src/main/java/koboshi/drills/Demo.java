package koboshi.drills;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import koboshi.cli.Exit;
import koboshi.cli.Subcommand;
import koboshi.cli.Wrong;
import koboshi.config.Durations;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "A real service to knock over: starts live-qa and a Koboshi that guards it, and prints the page to open.",
        footer = "%nExit codes: 0 stopped, or with --for: knocked over and answering again; 1 it did not get up; 2 wrong usage.")
public final class Demo implements Subcommand, Callable<Integer> {
    private static final Duration EACH = Duration.ofMillis(200);

    @Option(names = "--for", paramLabel = "TIME", converter = Time.class,
            description = "Ends by itself after this long (at least 30s): knocks the service over once and waits until it answers again.")
    private Duration length;

    @Option(names = "--port", paramLabel = "N", defaultValue = "8642", description = "Of the page (default: ${DEFAULT-VALUE}, or a free one where that is taken).")
    private int port;

    @Option(names = "--seed", paramLabel = "N", description = "With --for: draws the fall and its moment.")
    private Long seed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (length != null && length.compareTo(Duration.ofSeconds(30)) < 0) {
            throw new Wrong("--for " + Durations.text(length) + " is too short: at least 30s, so that it can fall and rise");
        }
        if (port < 0 || port > 65_535) {
            throw new Wrong("--port " + port + ": expected 0 to 65535");
        }
        var began = Instant.now();
        var service = LiveQaService.here();
        try (var client = new OutsideClient(service);
                var panel = Panel.open(client);
                var stage = Stage.open(service, Ports.freeOr(port), panel.address())) {
            return show(stage, client, began);
        }
    }

    private Integer show(Stage stage, OutsideClient client, Instant began) throws IOException, InterruptedException {
        System.out.println("Koboshi is up:  " + stage.server().address() + "   (the page; open it in a browser)");
        System.out.println("live-qa:        " + stage.service().url("/"));
        stage.awaitStanding();
        client.start(EACH);
        System.out.println("live-qa stands and answers. " + (length == null ? "Knock it over on the page; Ctrl-C ends the demo." : ""));
        try (var _ = new Listener(stage.server(), offset(stage), line -> System.out.println("  " + line.at("/words/en").asString()))) {
            return length == null ? untilStopped() : once(client, began);
        }
    }

    private static long offset(Stage stage) {
        return stage.server().get("/api/state").path("offset").asLong();
    }

    private static Integer untilStopped() throws InterruptedException {
        new CountDownLatch(1).await();
        return Exit.OK;
    }

    private Integer once(OutsideClient client, Instant began) throws IOException, InterruptedException {
        var random = new SplittableRandom(seed == null ? ThreadLocalRandom.current().nextLong() : seed);
        var fall = Fall.values()[random.nextInt(Fall.values().length)];
        TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(2000));
        System.out.println("Knocking it over: " + fall.what + ".");
        client.inject(fall.fault);
        var rest = Duration.between(Instant.now(), began.plus(length));
        TimeUnit.MILLISECONDS.sleep(Math.max(rest.toMillis(), 15_000));
        return verdict(client);
    }

    private static Integer verdict(OutsideClient client) {
        var ledger = client.ledger();
        var outage = ledger.outage();
        if (ledger.failed() == 0) {
            System.out.println("No request was lost: it was up again between two of them.");
        } else if (outage.isPresent()) {
            System.out.printf("It got up again: %d of %d requests were lost in %.1f s.%n", ledger.failed(), ledger.total(), outage.get().toMillis() / 1e3);
        } else {
            System.out.printf("It did not get up: %d of %d requests were lost.%n", ledger.failed(), ledger.total());
            return Exit.NOT_WELL;
        }
        return Exit.OK;
    }

    /** Times as the configuration writes them. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }
}
