package koboshi.drills;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import koboshi.drills.AgeingReport.Restart;
import koboshi.drills.Generations.Generation;

/** A service that leaks, watched for long enough that it is begun anew several times, measured by a client that stands outside. */
final class AgeingRehearsal {
    private static final Duration EACH = Duration.ofMillis(50);
    static final Duration WATCHED = Duration.ofSeconds(120);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(4);
    private static final Duration AROUND = Duration.ofSeconds(2);

    private final Ageing ageing;
    private final long seed;
    private final boolean guarded;
    private final Duration watched;
    private final Ageing.Course course;
    private final Consumer<String> progress;

    /** @param guarded whether anything looks after it; without, one sees what the fault is */
    AgeingRehearsal(Ageing ageing, long seed, boolean guarded, Duration watched, Consumer<String> progress) {
        this.ageing = ageing;
        this.guarded = guarded;
        this.seed = seed;
        this.watched = watched;
        this.course = Ageing.Course.of(seed);
        this.progress = progress;
    }

    AgeingReport run() throws IOException, InterruptedException, SwapFile.NotHere {
        if (!ageing.swaps()) {
            return onStage();
        }
        progress.accept("swapping to a file of " + (Ageing.SWAP >> 20) + " MiB, for the length of the drill");
        try (var _ = SwapFile.on(Ageing.SWAP, List.of(LiveQaService.here().home().resolve("drills/target"), Path.of("/var/tmp")))) {
            return onStage();
        }
    }

    private AgeingReport onStage() throws IOException, InterruptedException {
        progress.accept("starting Koboshi and live-qa");
        var service = LiveQaService.here();
        try (var stage = Stage.open(service, 0, data -> service.ageing(data, ageing, course) + (guarded ? service.guarded() : ""));
                var client = new OutsideClient(service)) {
            stage.awaitStanding(guarded);
            try (var listener = new Listener(stage.server(), 0, _ -> {})) {
                return watched(stage, client, listener);
            }
        }
    }

    private AgeingReport watched(Stage stage, OutsideClient client, Listener listener) throws InterruptedException {
        var generations = new Generations(stage.folder().resolve("live-qa").toString(), stage.pid());
        var began = Instant.now();
        generations.start();
        client.start(EACH);
        progress.accept("live-qa stands and is asked 20 times a second; it leaks, and is watched for " + watched.toSeconds() + " s");
        await(generations, client, began.plus(watched));
        client.rest();
        TimeUnit.MILLISECONDS.sleep(LAST_ANSWERS.toMillis());
        var report = report(stage, client, listener, generations.all(), began);
        generations.stop();
        return report;
    }

    private void await(Generations generations, OutsideClient client, Instant until) throws InterruptedException {
        int told = 1;
        while (Instant.now().isBefore(until)) {
            if (generations.all().size() > told) {
                told = generations.all().size();
                progress.accept("process " + told + " runs; " + client.ledger().failed() + " requests lost so far");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private AgeingReport report(Stage stage, OutsideClient client, Listener listener, List<Generation> generations, Instant began) {
        var ledger = client.ledger();
        var outages = Outages.of(ledger);
        var later = generations.subList(1, generations.size());
        var warmUps = stage.warmUps();
        var restarts = new ArrayList<Restart>();
        for (int i = 0; i < later.size() && i + 1 < warmUps.size(); i++) {
            var born = later.get(i).seen();
            var ready = warmUps.get(i + 1);
            Outages.firstAnswer(ledger, born).ifPresent(first -> restarts.add(new Restart(outages.around(born, AROUND), Duration.between(born, first), ready)));
        }
        var unforeseen = (int) listener.all(began, AgeingRehearsal::unasked).stream().count();
        return new AgeingReport(
                ageing, seed, guarded, watched, ledger, outages, List.copyOf(restarts), foreseen(listener, generations, began), unforeseen,
                disagreement(listener, later, began), swapped(generations), timeline(listener, began));
    }

    private Optional<Long> swapped(List<Generation> generations) {
        return ageing.swaps() ? Optional.of(generations.stream().mapToLong(Generation::mostSwapped).max().orElse(0)) : Optional.empty();
    }

    /** Each time the guard fired: how long until its line at the pace it really leaks, from the memory it really had then. */
    private List<Duration> foreseen(Listener listener, List<Generation> generations, Instant began) {
        return listener.all(began, AgeingRehearsal::foresaw).stream()
                .map(heard -> generations.stream().filter(generation -> generation.seen().isBefore(heard.at())).reduce((_, last) -> last)
                        .flatMap(generation -> generation.at(heard.at())))
                .flatMap(Optional::stream)
                .map(held -> Duration.ofMillis((Ageing.LINE - held.all()) / (course.perSecond() * 1_000L)))
                .toList();
    }

    private static boolean foresaw(Listener.Heard heard) {
        return heard.type().equals("standing-changed") && heard.line().at("/entry/to/is").asString().equals("firing")
                && heard.line().at("/entry/key").toString().contains("memory-runs-out");
    }

    private static boolean unasked(Listener.Heard heard) {
        return heard.type().equals("fact-kept") && heard.line().at("/entry/fact/is").asString().equals("exited")
                && !heard.line().at("/entry/fact/cause").asString().equals("ORDERED");
    }

    private static boolean started(Listener.Heard heard) {
        return heard.type().equals("fact-kept") && heard.line().at("/entry/fact/is").asString().equals("started");
    }

    private static Optional<Duration> disagreement(Listener listener, List<Generation> later, Instant began) {
        var told = listener.all(began, AgeingRehearsal::started).stream().map(heard -> Instant.parse(heard.line().at("/entry/fact/began").asString())).toList();
        return told.size() != later.size() || told.isEmpty()
                ? Optional.empty()
                : later.stream().map(generation -> Duration.between(generation.seen(), told.get(later.indexOf(generation))).abs()).max(Duration::compareTo);
    }

    private static List<String> timeline(Listener listener, Instant began) {
        return listener.all(began, _ -> true).stream()
                .map(heard -> "  %+8.3f s  %s".formatted(Duration.between(began, heard.at()).toMillis() / 1e3, heard.line().at("/words/en").asString()))
                .toList();
    }
}
