package koboshi.agent;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import koboshi.agent.capture.Snapshot;
import koboshi.agent.fact.EvidenceFolder;
import koboshi.agent.fact.FactSpool;
import koboshi.agent.host.Meter;
import koboshi.agent.keep.Kit;
import koboshi.agent.keep.Wards;
import koboshi.agent.limit.Fences;
import koboshi.agent.link.Frame;

/** The small program on a guarded host: keeps the services granted to it, alone if it must, and tells the server what happened. */
public final class Agent {
    static final int WRONG_USE = 2;
    static final int ANOTHER_AGENT = 3;

    private Agent() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
            options.trust().client().shutdownNow();
            options.authorization();
        } catch (IllegalArgumentException | IOException trouble) {
            System.err.println(trouble.getMessage());
            System.err.print(Options.USAGE);
            System.exit(WRONG_USE);
            return;
        }
        var sole = Sole.of(options.state());
        if (sole.isEmpty()) {
            System.err.println("another agent (pid " + Sole.holder(options.state()) + ") keeps " + options.state() + ": end it first, or give --state another folder");
            System.exit(ANOTHER_AGENT);
        }
        try (var _ = sole.get()) {
            run(options);
        }
    }

    private static void run(Options options) throws IOException, InterruptedException {
        var log = Diary.in(options.state());
        log.accept("agent " + options.id() + ", pid " + ProcessHandle.current().pid());
        var clock = clock();
        var facts = FactSpool.open(options.state().resolve("facts.jsonl"));
        if (facts.unreadable() > 0) {
            log.accept(facts.unreadable() + " lines of " + options.state().resolve("facts.jsonl") + " could not be read");
        }
        var evidence = new EvidenceFolder(options.state().resolve("evidence"));
        var http = options.trust().client();
        var fences = Fences.ofThisHost(clock);
        var wards = Wards.open(new Kit(options.state(), facts, evidence, fences, new Snapshot(evidence), clock, log));
        new Uploads(options, http, evidence, log).begin();
        new LogUploads(options, http, wards, log).begin();
        var link = new Link(options, http, facts, wards, log);
        var meter = new Meter(options.id(), wards::running, log);
        meter.begin(options.processesEvery(), options.hostEvery(), link::measured);
        meter.lookAround(options.server().getPort(), (neighbours, known) -> link.surrounded(new Frame.Surroundings(fences.words(), neighbours, Optional.of(known))));
        link.run(clock);
    }

    private static ScheduledExecutorService clock() {
        var clock = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("clock").daemon().factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
