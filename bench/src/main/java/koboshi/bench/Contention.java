package koboshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import koboshi.action.Verb;
import koboshi.agent.link.Json;
import koboshi.drill.Ledger;
import koboshi.drill.Request;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.signal.Fact;
import koboshi.store.Journal;
import koboshi.store.Row;

/**
 * A healthy live-qa under Koboshi on a machine that has no processor to spare: nothing is wrong, so nothing may be restarted.
 *
 * <p>Counted from Koboshi's journal after its end, and told by a client that stands outside.
 */
final class Contention {
    private static final Duration EACH = Duration.ofMillis(500);
    private static final Duration ALMOST_A_FAILURE = Duration.ofMillis(600);

    private final Path folder;
    private final LiveQa service;
    private final Process koboshi;

    private Contention(Path folder, LiveQa service, Process koboshi) {
        this.folder = folder;
        this.service = service;
        this.koboshi = koboshi;
    }

    /** Minutes, and how many processes burn the processor. */
    public static void main(String... args) throws IOException, InterruptedException {
        var length = Duration.ofSeconds(Math.round(Double.parseDouble(args[0]) * 60));
        var folder = Files.createTempDirectory("koboshi-contention-");
        var service = LiveQa.in(folder.resolve("live-qa"));
        var file = Files.writeString(folder.resolve("koboshi.yaml"), service.configuration());
        var koboshi = new ProcessBuilder(service.home().resolve("koboshi").toString(), "up", file.toString(), "--listen", "127.0.0.1:" + LiveQa.freePort())
                .redirectErrorStream(true).redirectOutput(folder.resolve("koboshi.log").toFile()).start();
        var contention = new Contention(folder, service, koboshi);
        Runtime.getRuntime().addShutdownHook(new Thread(contention::end, "end"));
        try (var client = new OutsideClient(service)) {
            contention.awaitStanding(client);
            contention.burn(client, length, Integer.parseInt(args[1]));
            contention.end();
            contention.tell(client.ledger(), length, Integer.parseInt(args[1]));
        } finally {
            contention.end();
            contention.remove();
        }
    }

    private void awaitStanding(OutsideClient client) throws InterruptedException, IOException {
        var until = Instant.now().plus(Duration.ofSeconds(90));
        while (!client.answers()) {
            if (Instant.now().isAfter(until)) {
                throw new IOException("live-qa did not stand up:\n" + Files.readString(folder.resolve("koboshi.log")));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        TimeUnit.SECONDS.sleep(3);
    }

    private void burn(OutsideClient client, Duration length, int burners) throws IOException, InterruptedException {
        var burning = new ArrayList<Process>();
        try {
            for (int i = 0; i < burners; i++) {
                burning.add(new ProcessBuilder("/bin/bash", "-c", "while kill -0 " + ProcessHandle.current().pid() + "; do for ((i = 0; i < 1000000; i++)); do :; done; done").start());
            }
            client.start(EACH);
            TimeUnit.MILLISECONDS.sleep(length.toMillis());
        } finally {
            burning.forEach(Process::destroyForcibly);
        }
    }

    /** Koboshi first, lest it revive what is ended next. */
    private synchronized void end() {
        var below = new ArrayList<>(koboshi.descendants().toList());
        end(koboshi.toHandle());
        try {
            var agent = ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve(".koboshi/agent/lock")).strip()));
            agent.ifPresent(handle -> {
                below.addAll(handle.descendants().toList());
                end(handle);
            });
        } catch (IOException | NumberFormatException _) {
            // It never came up, or is gone already.
        }
        below.forEach(Contention::end);
    }

    private static void end(ProcessHandle handle) {
        handle.destroy();
        handle.onExit().completeOnTimeout(handle, 10, TimeUnit.SECONDS).join();
        handle.destroyForcibly();
    }

    private void tell(Ledger ledger, Duration length, int burners) throws IOException {
        List<Row> rows;
        try (var journal = Journal.open(folder.resolve(".koboshi/journal.db"))) {
            rows = journal.after(0, 1_000_000);
        }
        var answered = ledger.requests().stream().filter(Request::answered).map(request -> request.took().toNanos() / 1e6).toList();
        var line = new LinkedHashMap<String, Object>();
        line.put("bench", "contention");
        line.put("minutes", length.toSeconds() / 60.0);
        line.put("burners", burners);
        line.put("restarts", restarts(rows));
        line.put("incidents_fired", fired(rows));
        line.put("incidents_opened", rows.stream().filter(row -> row.entry() instanceof Entry.IncidentOpened).count());
        line.put("knowledge_lost", rows.stream().filter(row -> row.entry() instanceof Entry.KnowledgeLost).count());
        line.put("starts_of_the_service", rows.stream().filter(row -> row.entry() instanceof Entry.FactKept kept && kept.fact() instanceof Fact.Started).count());
        line.put("requests", ledger.total());
        line.put("requests_lost", ledger.failed());
        line.put("slower_than_the_journeys_timeout", answered.stream().filter(millis -> millis > ALMOST_A_FAILURE.toMillis()).count());
        line.put("answer_p50_ms", Figures.rounded(Figures.median(answered)));
        line.put("answer_p99_ms", Figures.rounded(Figures.at(answered, 0.99)));
        line.put("answer_max_ms", Figures.rounded(Figures.most(answered)));
        line.put("load_average", Machine.load());
        line.forEach((name, value) -> System.out.printf("%-36s %s%n", name.replace('_', ' '), value));
        rows.stream().filter(row -> tells(row.entry())).forEach(row -> System.err.println(row.at() + " " + row.entry()));
        System.out.println(Json.mapper().writeValueAsString(line));
    }

    private static long restarts(List<Row> rows) {
        return rows.stream().filter(row -> row.entry() instanceof Entry.ActStarted act && act.verb() == Verb.RESTART).count();
    }

    private static long fired(List<Row> rows) {
        return rows.stream().filter(row -> row.entry() instanceof Entry.StandingChanged changed && changed.to() instanceof Standing.Firing).count();
    }

    private static boolean tells(Entry entry) {
        return switch (entry) {
            case Entry.IncidentOpened _, Entry.IncidentEnded _, Entry.StandingChanged _, Entry.KnowledgeLost _, Entry.KnowledgeRegained _, Entry.ActStarted _,
                    Entry.ActEnded _, Entry.Frozen _, Entry.Thawed _, Entry.ClockJumped _ -> true;
            default -> false;
        };
    }

    private void remove() throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
