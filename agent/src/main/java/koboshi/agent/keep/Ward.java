package koboshi.agent.keep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.agent.keep.Kept.State;
import koboshi.resource.Service;
import koboshi.signal.Evidence;
import koboshi.signal.Fact;
import koboshi.signal.Fact.Cause;

/**
 * One service in the agent's care: it is started, watched, started again by its keep policy, and acted upon by command.
 *
 * <p>Everything happens on the ward's one thread, one thing after the other; wards do not wait for each other. What must survive the agent is
 * written down before it is done.
 */
final class Ward {
    private static final Duration KILL_TAKES = Duration.ofSeconds(5);
    private static final Duration LOOK_FOR_PID_FILE_EVERY = Duration.ofMillis(250);
    private static final Duration LOOK_AT_MEMORY_EVERY = Duration.ofSeconds(1);
    /** A parent whose worker was killed may well end by itself. */
    private static final Duration ENDS_BY_ITSELF = Duration.ofMillis(300);

    private final Kit kit;
    private final Path log;
    private final Notebook notebook;
    private final Lane lane;
    private final MemoryLook memory = new MemoryLook();
    private final Future<?> memoryLook;
    private volatile Service service;
    private Path directory;
    private volatile Optional<Life> life = Optional.empty();
    /** Of which it was said that the kernel killed a part. */
    private Optional<Life> maimed = Optional.empty();

    Ward(Kit kit, Service service, Path directory) throws IOException {
        this.kit = kit;
        this.service = service;
        this.directory = directory;
        var name = fileName(service);
        log = Files.createDirectories(kit.state().resolve("log")).resolve(name + ".log");
        notebook = new Notebook(Files.createDirectories(kit.state().resolve("kept")).resolve(name + ".json"), kit.log());
        lane = new Lane(service.id().toString(), kit.clock(), kit.log());
        long every = LOOK_AT_MEMORY_EVERY.toMillis();
        memoryLook = kit.clock().scheduleWithFixedDelay(this::lookAtMemory, every, every, TimeUnit.MILLISECONDS);
    }

    /** The name alone for services; anything else says its kind, and what no file name holds is written as its code. */
    static String fileName(Service service) {
        var id = service.id();
        var name = id.kind().equals("service") ? id.name() : id.kind() + "~" + id.name();
        return name.replace("%", "%25").replace("/", "%2F").replace(":", "%3A");
    }

    // What the agent may ask of it, from any thread.

    void begin() {
        lane.run(this::resume);
    }

    void adjust(Service service, Path directory) {
        lane.run(() -> {
            this.service = service;
            this.directory = directory;
        });
    }

    /** Not ours any more: nothing is ended, nobody looks. What lies is forgotten, so that a later grant starts it. */
    void letGo() {
        memoryLook.cancel(false);
        lane.close(() -> {
            life.ifPresent(process -> process.fence().open());
            if (!kept().runs()) {
                notebook.forget();
            }
        });
    }

    void observe() {
        lane.run(() -> {
            var running = life.filter(Life::runs);
            tell(new Fact.Observed(
                    running.isPresent(),
                    running.map(process -> process.key().pid()).orElse(0L),
                    running.map(process -> process.key().began()).orElse(Instant.EPOCH)));
        });
    }

    Optional<Wards.Running> running() {
        return life.filter(Life::runs).map(process -> new Wards.Running(service.id(), process.key(), process.fence()));
    }

    /** Whatever was asked before is done first. */
    void ask(Supplier<Outcome> act, Consumer<Outcome> then) {
        lane.ask(act, then);
    }

    // On the ward's thread from here on.

    private void resume() {
        switch (kept().state()) {
            case WANTED, FALLEN -> findOrStart();
            case STARTING -> births().lost(kept().nonce()).ifPresentOrElse(this::adopt, this::startOrTell);
            case RUNNING -> kept().process().filter(Proc::runs).ifPresentOrElse(this::adopt, this::foundDead);
            case STOPPED, EXHAUSTED -> kit.log().accept(service.id() + " stays down: " + kept().state());
        }
    }

    private void findOrStart() {
        var found = births().found();
        if (found.isPresent()) {
            adopt(found.get());
        } else if (births().canStart()) {
            startOrTell();
        } else {
            lookAgain();
        }
    }

    private void adopt(ProcessKey key) {
        live(new Births.Born(key, Optional.empty()), true);
    }

    /** It ended while no agent ran; nothing but the limit's counters can tell why. */
    private void foundDead() {
        var gone = new Life(kept().process().orElseThrow(), Optional.empty(), births().leads(), fence());
        fell(gone);
    }

    private void startOrTell() {
        try {
            start();
        } catch (IOException trouble) {
            kit.log().accept(service.id() + " could not be started: " + trouble.getMessage());
            tell(new Fact.StartFailed(trouble.getMessage()));
            applyPolicy(policy());
        }
    }

    /** The intent is durable before anything is started, and names what to look for should we be killed in between. */
    private void start() throws IOException {
        Logs.rotate(log);
        notebook.write(kept().starting(Births.newNonce(), Logs.size(log)));
        live(births().start(kept().nonce(), fence().through()), false);
    }

    private void live(Births.Born born, boolean adopted) {
        var now = new Life(born.key(), born.child(), births().leads(), fence());
        var limited = enclose(now);
        // What the kernel counted before it was ours is no news, and no reason to end what goes on well.
        maimed = adopted && now.fence().verdict().isPresent() ? Optional.of(now) : Optional.empty();
        notebook.remember(kept().running(born.key()));
        life = Optional.of(now);
        kit.log().accept(service.id() + (adopted ? " adopted, pid " : " started, pid ") + born.key().pid() + limited.map(words -> ", " + words).orElse(""));
        tell(new Fact.Started(born.key().pid(), born.key().began(), adopted));
        limited.ifPresent(words -> tell(new Fact.Remarked(words)));
        now.whenEnded(kit.clock(), ended -> lane.run(() -> fell(ended)));
    }

    /** First of all after a start, for what is allocated before is not counted. */
    private Optional<String> enclose(Life life) {
        try {
            life.fence().enclose(life.key());
            return Optional.of(life.fence().words()).filter(words -> !words.isEmpty());
        } catch (IOException trouble) {
            return Optional.of("no memory limit: " + trouble.getMessage());
        }
    }

    private void fell(Life gone) {
        if (!kept().runs() || !kept().process().equals(Optional.of(gone.key()))) {
            return; // Ended by order and accounted for already.
        }
        var autopsy = inquest().of(gone);
        gone.clear(KILL_TAKES);
        var next = policy();
        told(gone, autopsy.cause(), autopsy.words(), next.orElse(Duration.ZERO));
        applyPolicy(next);
    }

    private void told(Life gone, Cause cause, String words, Duration next) {
        var detail = cause + ": " + words;
        var evidence = remains(gone, detail);
        gone.fence().open();
        life = Optional.empty();
        kit.log().accept(service.id() + " ended, pid " + gone.key().pid() + ", " + detail + (next.isPositive() ? ", again in " + next.toMillis() + " ms" : ""));
        tell(new Fact.Exited(gone.key().pid(), cause, words, evidence, next));
    }

    private List<Evidence> remains(Life gone, String detail) {
        try {
            return inquest().remains(gone, detail, kit.evidence());
        } catch (UncheckedIOException trouble) {
            log(trouble);
            return List.of();
        }
    }

    private Inquest inquest() {
        return new Inquest(log, kept().logFrom(), logs().subList(1, logs().size()), directory);
    }

    /** How long until it may be started again; empty when it may not. */
    private Optional<Duration> policy() {
        notebook.note(kept().within(service.keep(), Instant.now()));
        int earlier = kept().starts().size();
        return births().canStart() && earlier < service.keep().times() ? Optional.of(service.keep().wait(earlier)) : Optional.empty();
    }

    private void applyPolicy(Optional<Duration> wait) {
        if (wait.isPresent()) {
            notebook.remember(kept().in(State.FALLEN));
            after(wait.get(), this::riseAgain);
        } else if (births().canStart()) {
            notebook.remember(kept().in(State.EXHAUSTED));
            kit.log().accept(service.id() + " stays down: its keep policy is used up");
            tell(new Fact.Exhausted(service.keep().times(), service.keep().window()));
        } else {
            notebook.remember(kept().in(State.FALLEN));
            lookAgain();
        }
    }

    private void riseAgain() {
        notebook.note(kept().startedAgain(Instant.now()));
        findOrStart();
    }

    /** Somebody else starts it; we wait for its pid file to name a running process. */
    private void lookAgain() {
        after(LOOK_FOR_PID_FILE_EVERY, this::findOrStart);
    }

    private void after(Duration wait, Runnable then) {
        lane.after(wait, () -> {
            if (kept().state() == State.FALLEN || kept().state() == State.WANTED) {
                then.run();
            }
        });
    }

    // Commands.

    Outcome perform(Verb verb) {
        return switch (verb) {
            case CAPTURE -> kit.camera().capture(subject());
            case RESTART -> owned(() -> restart(service.stopGrace()));
            case RESTART_GENTLY -> owned(() -> restart(service.gentleGrace()));
            case STOP -> owned(this::stop);
            case START -> owned(this::startByOrder);
            case NOTIFY -> new Outcome.Failed("an agent calls nobody");
            case EJECT, DRAIN, READY -> new Outcome.Failed("an agent moves no traffic");
        };
    }

    private Outcome owned(Supplier<Outcome> act) {
        return births().canStart() ? act.get() : new Outcome.Failed(service.id() + " is only watched: it has no start command");
    }

    private Outcome restart(Duration grace) {
        var ended = end(grace);
        return life.isPresent() ? new Outcome.Failed(ended) : begin(ended + "; ");
    }

    private Outcome stop() {
        var ended = end(service.stopGrace());
        return life.isPresent() ? new Outcome.Failed(ended) : Outcome.Done.plain(ended);
    }

    private Outcome startByOrder() {
        settle();
        var running = life;
        return running.isPresent() ? Outcome.Done.plain("pid " + running.get().key().pid() + " runs already") : begin("");
    }

    private Outcome begin(String before) {
        notebook.note(kept().forgiven());
        try {
            start();
            return Outcome.Done.plain(before + "pid " + life.orElseThrow().key().pid() + " runs");
        } catch (IOException trouble) {
            tell(new Fact.StartFailed(trouble.getMessage()));
            applyPolicy(policy());
            return new Outcome.Failed(before + "could not be started: " + trouble.getMessage());
        }
    }

    /** An end that came before the order, but of which the word is still on its way, was no order's doing. */
    private void settle() {
        life.filter(process -> !process.runs()).ifPresent(this::fell);
        lane.cancelLater();
    }

    /** Ends the process if it runs; {@link #life} is empty afterwards unless even SIGKILL did not help. */
    private String end(Duration grace) {
        settle();
        if (life.isEmpty()) {
            notebook.remember(kept().forgiven().in(State.STOPPED));
            return "it was not running";
        }
        var ending = life.get();
        long began = System.nanoTime();
        ending.terminate();
        var how = ending.endsWithin(grace) ? "SIGTERM" : "SIGKILL";
        ending.clear(KILL_TAKES);
        if (!ending.endsWithin(KILL_TAKES)) {
            return "pid " + ending.key().pid() + " did not end within " + KILL_TAKES.toSeconds() + " s of SIGKILL";
        }
        var words = "pid " + ending.key().pid() + " ended by " + how + " in " + (System.nanoTime() - began) / 1_000_000 + " ms";
        notebook.remember(kept().forgiven().in(State.STOPPED));
        told(ending, Cause.ORDERED, words, Duration.ZERO);
        return words;
    }

    // What it works with. What a full disk does not take is logged and gone on without.

    private void tell(Fact fact) {
        try {
            kit.facts().tell(service.id(), fact);
        } catch (UncheckedIOException trouble) {
            log(trouble);
        }
    }

    private void log(UncheckedIOException trouble) {
        kit.log().accept(trouble.getMessage() + ": " + trouble.getCause().getMessage());
    }

    private Camera.Subject subject() {
        var running = life.filter(Life::runs);
        return new Camera.Subject(service.id().name(), running.map(Life::key), logs(), running.flatMap(process -> process.fence().share()));
    }

    Service service() {
        return service;
    }

    /** Its output, and its own log where it has one. */
    List<Path> logs() {
        var files = new ArrayList<Path>();
        files.add(log);
        service.logFile().map(directory::resolve).ifPresent(files::add);
        return files;
    }

    private Births births() {
        return new Births(service.id(), service.origin(), log, directory);
    }

    private Fence fence() {
        return kit.fences().around(service, fileName(service) + "." + (kept().nonce().isEmpty() ? "adopted" : kept().nonce()));
    }

    private void lookAtMemory() {
        life.flatMap(process -> process.fence().share()).flatMap(memory::see).map(Fact.Remarked::new).ifPresent(this::tell);
        life.filter(process -> process.runs() && process.fence().verdict().isPresent()).ifPresent(process -> lane.run(() -> endTheRest(process)));
    }

    /** All of a service or none of it, as {@code memory.oom.group} has it where the kernel knows that: one without its worker looks alive and serves nobody. */
    private void endTheRest(Life process) {
        if (!life.equals(Optional.of(process)) || maimed.equals(life) || process.endsWithin(ENDS_BY_ITSELF)) {
            return;
        }
        maimed = life;
        var killed = "a process of it was killed at its memory limit";
        tell(new Fact.Remarked(births().canStart() ? killed + ", so the rest of it is ended too" : killed + "; it is only watched, so the rest goes on"));
        kit.log().accept(service.id() + ": " + killed);
        if (births().canStart()) {
            process.terminate();
            process.endsWithin(service.stopGrace());
            process.clear(KILL_TAKES);
        }
    }

    private Kept kept() {
        return notebook.kept();
    }
}
