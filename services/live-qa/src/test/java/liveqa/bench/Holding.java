package liveqa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a service of its own so many questions a second for so long, each by somebody who waits for the answer, then far
 * more at once than may wait; prints what the askers saw. Ends with 1 when a question has no end that its asker was told.
 */
@Command(name = "hold", mixinStandardHelpOptions = true, description = "Asks a service of its own under load, and keeps an account of how each question ended. Ends with 1 when it does not add up.")
public final class Holding implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SECONDS", defaultValue = "600", description = "How long. Default: ${DEFAULT-VALUE}")
    private int duration;

    @Parameters(index = "1", paramLabel = "A-SECOND", defaultValue = "50", description = "Questions a second. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(names = "--burst", paramLabel = "N", defaultValue = "3000", description = "Questions at once after it. Default: ${DEFAULT-VALUE}")
    private int burst;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the account there too")
    private Path json;

    private Asker asker;
    private Process service;
    private final Memory memory = new Memory();
    private final long started = System.nanoTime();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Holding()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var data = Files.createTempDirectory("holding");
        var command = List.of(ProcessHandle.current().info().command().orElse("java"), "-XX:+UseSerialGC", "-Xms24m", "-Xmx128m", "-cp",
                System.getProperty("java.class.path"), "liveqa.LiveQa", "--listen", "127.0.0.1:0", "--data", data.toString(), "--voice", "off");
        service = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            asker = new Asker(url(service));
            return measure() ? 0 : 1;
        } finally {
            service.destroy();
            service.onExit().join();
            try (var files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
            }
        }
    }

    private static String url(Process service) throws IOException {
        var out = service.inputReader();
        var said = new ArrayList<String>();
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            if (!line.startsWith("live-qa ready at ")) continue;
            Thread.ofVirtual().start(() -> out.lines().forEach(_ -> { }));
            return line.split(" ")[3];
        }
        throw new IOException("the service did not start: " + String.join("; ", said));
    }

    private boolean measure() throws Exception {
        System.out.println("live-qa (-Xmx128m): " + rate + " questions a second for " + duration + " s on " + Runtime.getRuntime().availableProcessors() + " cores");
        steady(Math.min(20, duration), "warm", new Account());
        var cpuBefore = cpu();
        var steady = new Account();
        steady(duration, "q", steady);
        double cores = (cpu() - cpuBefore) / duration;
        System.out.print("steady\n" + steady.table());
        System.out.printf("  processor of the service: %.1f %% of one core%n", 100 * cores);
        System.out.printf("  resident memory: %.0f MB at first, %.0f MB at last, %.0f MB at most, %+.1f MB an hour over the second half%n",
                memory.start(), memory.end(), memory.most(), memory.slopePerHour());
        double cpuBeforeBurst = cpu();
        var atOnce = burst();
        double afterBurst = resident();
        System.out.print(burst + " at once\n" + atOnce.table());
        System.out.printf("  processor of the service: %.1f s of one core; resident memory: %.0f MB after it%n", cpu() - cpuBeforeBurst, afterBurst);
        var books = books(steady, atOnce);
        if (json != null) Files.writeString(json, report(steady, atOnce, cores, afterBurst).put("booksAgree", books).toString() + "\n");
        return steady.addsUp() && atOnce.addsUp() && books;
    }

    private ObjectNode report(Account steady, Account atOnce, double cores, double afterBurst) {
        var report = new JsonMapper().createObjectNode().put("seconds", duration).put("perSecond", rate).put("cores", cores);
        report.putObject("residentMegabytes").put("start", memory.start()).put("end", memory.end()).put("most", memory.most())
                .put("slopePerHour", Double.isNaN(memory.slopePerHour()) ? null : memory.slopePerHour()).put("afterBurst", afterBurst);
        report.set("steady", steady.json());
        report.set("burst", atOnce.json());
        return report;
    }

    /** What the service counted must be what its askers were told. It asks itself, too: that is another channel. */
    private boolean books(Account steady, Account atOnce) throws Exception {
        int shed = steady.count(Outcome.SHED) + atOnce.count(Outcome.SHED);
        double counted = asker.metric("questions_refused_total{channel=\"page\"");
        System.out.printf("the service itself counted %.0f shed, its askers %d%n", counted, shed);
        return counted == shed;
    }

    private double cpu() {
        return service.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private double resident() throws Exception {
        return asker.metric("process_resident_memory_bytes ") / 1e6;
    }

    /** By a fixed timetable: a slow answer does not slow the next question down. */
    private void steady(int seconds, String prefix, Account account) throws Exception {
        int all = seconds * rate;
        var next = new AtomicInteger();
        var sent = new CountDownLatch(all);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor(); var timetable = Executors.newSingleThreadScheduledExecutor()) {
            timetable.scheduleAtFixedRate(() -> {
                int number = next.getAndIncrement();
                if (number >= all) return;
                threads.submit(() -> asker.askAndHear(prefix + number, Asker.words(number), account));
                if (prefix.equals("q") && number % (2 * rate) == 0) threads.submit(this::remember);
                if (number > 0 && number % (30 * rate) == 0) System.err.println("  " + number / rate + " s of " + seconds + " s");
                sent.countDown();
            }, 0, 1_000_000_000L / rate, TimeUnit.NANOSECONDS);
            sent.await();
            timetable.shutdownNow();
        }
    }

    private Void remember() throws Exception {
        memory.seen((System.nanoTime() - started) / 1e9, resident());
        return null;
    }

    /** Three thousand at once, say, where five hundred may wait. */
    private Account burst() throws Exception {
        var account = new Account();
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < burst; i++) {
                int number = i;
                threads.submit(() -> {
                    go.await();
                    asker.askAndHear("burst" + number, Asker.words(number * 7 + 7), account);
                    return null;
                });
            }
            go.countDown();
        }
        return account;
    }
}
