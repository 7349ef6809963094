package koboshi.drills;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import koboshi.drill.Ledger;
import koboshi.drill.Promise;
import tools.jackson.databind.JsonNode;

/** One fall re-enacted on the real service, measured by a client that stands outside. */
final class Rehearsal {
    private static final Duration EACH = Duration.ofMillis(50);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration AFTERWARDS = Duration.ofSeconds(4);
    private static final Duration STILL_ASKED = Duration.ofMillis(2500);

    private final Fall fall;
    private final long seed;
    private final Consumer<String> progress;

    Rehearsal(Fall fall, long seed, Consumer<String> progress) {
        this.fall = fall;
        this.seed = seed;
        this.progress = progress;
    }

    Report run() throws IOException, InterruptedException {
        progress.accept("starting Koboshi and live-qa");
        try (var stage = Stage.open(LiveQaService.here(), 0, "");
                var client = new OutsideClient(stage.service())) {
            var warmUp = stage.awaitStanding();
            try (var listener = new Listener(stage.server(), 0, _ -> {})) {
                return fall(stage, client, listener, warmUp);
            }
        }
    }

    private Report fall(Stage stage, OutsideClient client, Listener listener, Duration warmUp) throws IOException, InterruptedException {
        client.start(EACH);
        var quiet = QUIET.plusMillis(moment());
        progress.accept("live-qa stands and is asked 20 times a second; it falls at a moment drawn from the seed");
        TimeUnit.MILLISECONDS.sleep(quiet.toMillis());
        var old = stage.pid();
        var birth = new Births(stage.folder().resolve("live-qa").toString(), old);
        var injected = Instant.now();
        birth.start();
        client.inject(fall.fault);
        progress.accept("knocked over: " + fall.what);
        awaitRevival(client, injected);
        TimeUnit.MILLISECONDS.sleep(AFTERWARDS.toMillis());
        var report = report(stage, client.ledger(), listener, birth, injected, warmUp);
        birth.stop();
        return report;
    }

    /** Between 0 and 4 s, from the seed alone. */
    private long moment() {
        return (long) (new SplittableRandom(seed).nextDouble() * 4000);
    }

    private void awaitRevival(OutsideClient client, Instant injected) throws InterruptedException {
        var until = injected.plus(LONGEST);
        boolean told = false;
        while (Instant.now().isBefore(until)) {
            var ledger = client.ledger();
            if (!told && ledger.failed() > 0) {
                told = true;
                progress.accept("requests are being lost");
            }
            // Requests sent before the revival may still be waiting for an answer that will not come.
            boolean settled = ledger.answeringAgain().filter(again -> again.isAfter(injected) && again.plus(STILL_ASKED).isBefore(Instant.now())).isPresent();
            if (settled) {
                progress.accept("it answers again");
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        progress.accept("it did not answer again within " + LONGEST.toSeconds() + " s");
    }

    private Report report(Stage stage, Ledger ledger, Listener listener, Births birth, Instant injected, Duration warmUp) {
        var seen = listener.first(injected, Rehearsal::confirmed).map(heard -> Duration.between(injected, heard.at()));
        var started = listener.first(injected, Rehearsal::started).map(heard -> Duration.between(injected, heard.at()));
        var again = listener.first(injected, heard -> heard.type().equals("answering"))
                .map(heard -> Duration.between(injected, Instant.parse(heard.line().at("/entry/since").asString())));
        var acted = birth.seen().map(at -> Duration.between(injected, at));
        var answering = ledger.answeringAgain().map(at -> Duration.between(injected, at));
        var account = account(stage, listener, injected, started, again);
        boolean named = Pattern.compile(fall.named).matcher(account.finding()).find();
        var measured = new Promise.Measured(seen, acted, answering, warmUp, disagreement(acted, started, answering, again), named);
        return new Report(fall, seed, injected, ledger, measured, account, Promise.DEFAULT.broken(measured));
    }

    private static boolean confirmed(Listener.Heard heard) {
        return heard.type().equals("standing-changed") && heard.line().at("/entry/to/is").asString().equals("firing");
    }

    private static boolean started(Listener.Heard heard) {
        return heard.type().equals("fact-kept") && heard.line().at("/entry/fact/is").asString().equals("started");
    }

    /** The largest difference between the two accounts; none when either lacks a figure, which breaks the promise as well. */
    private static Optional<Duration> disagreement(
            Optional<Duration> acted, Optional<Duration> started, Optional<Duration> answering, Optional<Duration> again) {
        if (Stream.of(acted, started, answering, again).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        var first = acted.get().minus(started.get()).abs();
        var second = answering.get().minus(again.get()).abs();
        return Optional.of(first.compareTo(second) > 0 ? first : second);
    }

    private Report.Account account(Stage stage, Listener listener, Instant injected, Optional<Duration> acted, Optional<Duration> answering) {
        var incident = listener.first(injected, heard -> heard.type().equals("incident-opened")).map(heard -> heard.line().path("incident").asLong());
        var findings = new ArrayList<String>();
        var evidence = new ArrayList<String>();
        var timeline = new ArrayList<String>();
        incident.map(number -> stage.server().get("/api/incidents/" + number)).ifPresent(story -> story.path("timeline").forEach(line -> {
            finding(line).ifPresent(findings::add);
            var after = Duration.between(injected, Instant.parse(line.path("at").asString())).toMillis() / 1e3;
            timeline.add("  %+8.3f s  %s".formatted(after, line.at("/words/en").asString()));
            line.path("evidence").forEach(piece -> evidence.add(piece.path("name").asString() + " " + piece.path("hash").asString()));
        }));
        return new Report.Account(acted, answering, incident, String.join("; ", findings), List.copyOf(evidence), List.copyOf(timeline));
    }

    private static Optional<String> finding(JsonNode line) {
        var entry = line.path("entry");
        var detail = entry.at("/outcome/detail").asString("");
        if (line.path("type").asString().equals("act-ended") && !line.path("evidence").isEmpty()) {
            return Optional.of(detail);
        }
        boolean exited = entry.at("/fact/is").asString("").equals("exited");
        return exited && !entry.at("/fact/cause").asString().equals("ORDERED")
                ? Optional.of(entry.at("/fact/cause").asString() + " " + entry.at("/fact/detail").asString())
                : Optional.empty();
    }
}
