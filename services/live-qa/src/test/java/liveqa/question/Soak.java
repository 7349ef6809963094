package liveqa.question;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import liveqa.answer.Answer;
import liveqa.answer.Source;
import liveqa.measure.Measures;
import liveqa.measure.Parts;
import liveqa.measure.Share;
import liveqa.moderation.HouseRules;

/**
 * Drives a desk with its log, house rules, measures and share through millions of questions, by a clock that goes on two
 * seconds with each, and measures what is left of it all: heap after a collection, bytes on the disk.
 */
final class Soak {
    private static final int ASKERS_AT_ONCE = 64;
    private static final Answer VALID = new Answer.Found("答え", new Source("文書", "見出し", "ことば"));

    /** After so many questions. */
    record Step(long questions, long heapBytes, long diskBytes, int tickets, Duration took) {}

    private final AtomicLong numbers = new AtomicLong();
    private final Instant start = Instant.parse("2026-04-01T00:00:00Z");
    private final Line line = new TurnLine();
    private final Path folder;
    private final Desk desk;
    private final Share share;
    private final Measures measures = new Measures();

    Soak(Path folder) throws IOException {
        this.folder = folder;
        InstantSource clock = this::now;
        var parts = new Parts(clock);
        share = new Share(folder.resolve("share.json"), parts, clock, ZoneOffset.UTC);
        // Questions of one simulated minute; a desk is not told who told it.
        desk = Desk.open(folder.resolve("questions.jsonl"), line, 500, clock, Witness.all(measures, share), new Rules(HouseRules.with(null, 5), Set.of(Rank.PAID), true));
        share.start(List.of());
    }

    private Instant now() {
        return start.plusSeconds(2 * numbers.get());
    }

    /** Tells {@code each} of every step. */
    List<Step> run(long questions, int steps, Consumer<Step> each) throws Exception {
        var all = new ArrayList<Step>();
        long began = System.nanoTime();
        for (int step = 1; step <= steps; step++) {
            ask(questions * step / steps);
            all.add(new Step(numbers.get(), heapAfterCollection(), diskBytes(), desk.remembersTickets(), Duration.ofNanos(System.nanoTime() - began)));
            each.accept(all.getLast());
        }
        share.close();
        desk.stop();
        return all;
    }

    private void ask(long upTo) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var askers = new ArrayList<Future<?>>();
            for (int i = 0; i < ASKERS_AT_ONCE; i++) {
                askers.add(threads.submit(() -> {
                    for (long number = numbers.incrementAndGet(); number <= upTo; number = numbers.incrementAndGet()) one(number);
                    return null;
                }));
            }
            for (var asker : askers) asker.get();
        }
        numbers.set(upTo);
        if (desk.begin().isPresent()) throw new IllegalStateException("somebody was left in the line");
    }

    private void one(long number) throws InterruptedException {
        var reception = desk.ask(question(number));
        if (reception instanceof Reception.Accepted(Ticket ticket, _) && ticket.standing() instanceof Standing.Held) decide(ticket, number);
        // As a worker does: a turn from the line, then whose turn it is.
        while (line.next(Duration.ZERO).isPresent()) {
            var next = desk.begin();
            if (next.isEmpty()) continue;
            desk.answer(next.get(), number % 5 == 0 ? new Answer.NotFound() : VALID);
            if (number % 3 == 0) desk.speaks(next.get().question().id());
        }
    }

    private Question question(long number) {
        var channel = Channel.values()[(int) (number % Channel.values().length)];
        var rank = number % 50 == 0 ? Rank.PAID : Rank.VIEWER;
        var text = number % 200 == 7 ? "https://example.com/" + number : number % 10 == 3 ? "財源はどこですか" : number + "番の橋はいつ直りますか";
        return new Question("q" + number, "viewer " + number, text, channel, now(), new Asker("asker " + (number % 3 == 0 ? number % 1000 : number), rank));
    }

    private void decide(Ticket ticket, long number) throws InterruptedException {
        var id = ticket.question().id();
        if (number % 7 == 0) desk.ban(id, "soak");
        else desk.decide(id, number % 2 == 0 ? Decision.RELEASE : Decision.SKIP, "soak");
        if (number % 14 == 0) desk.lift(ticket.question().asker().key(), "soak");
    }

    private static long heapAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private long diskBytes() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    public static void main(String[] arguments) throws Exception {
        long questions = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
        var memory = Path.of("/dev/shm");
        var folder = Files.isWritable(memory) ? Files.createTempDirectory(memory, "soak") : Files.createTempDirectory("soak");
        System.out.println(questions + " questions; simulated " + Duration.ofSeconds(2 * questions).toDays() + " days; log in " + folder);
        try {
            var steps = new Soak(folder).run(questions, 20, step -> System.out.printf("%,12d questions  heap %6.1f MB  disk %6.1f MB  remembered %,6d  after %d s%n",
                    step.questions, step.heapBytes / 1e6, step.diskBytes / 1e6, step.tickets, step.took.toSeconds()));
            System.out.println(verdict(steps));
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    /** Flat: what is left at the end is no more than a twentieth above what was left after the first fifth. */
    static String verdict(List<Step> steps) {
        long early = steps.subList(steps.size() / 5, steps.size() / 2).stream().mapToLong(Step::heapBytes).max().orElseThrow();
        long late = steps.subList(steps.size() - steps.size() / 4, steps.size()).stream().mapToLong(Step::heapBytes).max().orElseThrow();
        return (late <= early * 1.05 ? "flat" : "GROWS") + ": at most " + early / 1_000_000 + " MB early, " + late / 1_000_000 + " MB late";
    }
}
