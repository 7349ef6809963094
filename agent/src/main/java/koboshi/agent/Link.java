package koboshi.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import koboshi.action.Outcome;
import koboshi.agent.fact.FactSpool;
import koboshi.agent.host.Meter;
import koboshi.agent.keep.Wards;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;

/** An agent's link to the server: hears, and tells what happened. What the agent guards does not wait for it. */
final class Link implements Dialler.Party {
    private static final long TICK_SECONDS = 5;
    private static final long ACK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int FACTS_AT_ONCE = 200;
    /** Characters, of which a few may take three bytes; leaves room in a frame for the names around the facts. */
    private static final int FACTS_CHARS = Frame.MAX_BYTES / 4;
    private static final int OUTCOMES_KEPT = 100;

    private final Options options;
    private final Dialler dialler;
    private final FactSpool facts;
    private final Wards wards;
    private final Consumer<String> log;
    private final Deque<Frame.Ended> outcomes = new ArrayDeque<>();
    private Optional<Frame.Surroundings> surroundings = Optional.empty();
    private Optional<Conversation> welcomed = Optional.empty();
    private long toldUpTo;
    private long toldAt;

    Link(Options options, HttpClient http, FactSpool facts, Wards wards, Consumer<String> log) {
        this.options = options;
        this.dialler = new Dialler(options.server(), options::authorization, options.trust(), http, this, log);
        this.facts = facts;
        this.wards = wards;
        this.log = log;
    }

    /** Returns only by an interrupt. */
    void run(ScheduledExecutorService clock) throws InterruptedException {
        facts.whenTold(this::tell);
        clock.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        dialler.run(clock);
    }

    @Override
    public Frame.Hello hello() {
        return new Frame.Hello(Frame.PROTOCOL, options.id(), facts.boot());
    }

    @Override
    public synchronized boolean stands(Conversation conversation) {
        return welcomed.equals(Optional.of(conversation));
    }

    @Override
    public synchronized void lost() {
        welcomed = Optional.empty();
    }

    // Hearing.

    @Override
    public void hear(Conversation from, Frame frame) {
        switch (frame) {
            case Frame.Welcome(_, var epoch) -> welcome(from, epoch);
            case Frame.Grant grant -> grant(grant);
            case Frame.Command command -> wards.command(command, outcome -> ended(command.act(), outcome));
            case Frame.Observe(var on) -> wards.observe(on);
            case Frame.Ack(var seq) -> acked(seq);
            case Frame.Refused(var why) -> dialler.refused(from, why);
            case Frame.Rehearse _, Frame.Suspect _ -> from.over("it speaks as to a prober");
            case Frame.Rehearsed _, Frame.Hello _, Frame.Ended _, Frame.Facts _, Frame.Measured _, Frame.Surroundings _ -> from.over("it speaks as an agent does");
        }
    }

    private synchronized void welcome(Conversation from, long epoch) {
        if (!wards.accepts(epoch)) {
            log.accept("the server's epoch " + epoch + " is over: a later leader was here, so its commands will be refused");
        }
        welcomed = Optional.of(from);
        dialler.welcomed();
        outcomes.forEach(from::say);
        surroundings.ifPresent(from::say);
        toldUpTo = 0;
        tell();
    }

    private void grant(Frame.Grant grant) {
        try {
            wards.granted(grant);
        } catch (IOException trouble) {
            throw new UncheckedIOException("the grant cannot be kept", trouble);
        }
    }

    private void acked(long seq) {
        facts.acked(seq);
        synchronized (this) {
            toldAt = System.nanoTime();
        }
        tell();
    }

    // Telling.

    /** Which outcomes arrived nobody can know, so the latest are said again on every new link; the server drops what it has. */
    private synchronized void ended(long act, Outcome outcome) {
        var ended = new Frame.Ended(act, outcome);
        outcomes.removeIf(earlier -> earlier.act() == act);
        outcomes.addLast(ended);
        if (outcomes.size() > OUTCOMES_KEPT) {
            outcomes.removeFirst();
        }
        welcomed.ifPresent(conversation -> conversation.say(ended));
    }

    private synchronized void tell() {
        if (welcomed.isEmpty()) {
            return;
        }
        var waiting = facts.waitingAfter(toldUpTo, FACTS_AT_ONCE);
        if (!waiting.isEmpty()) {
            toldAt = System.nanoTime();
        }
        int chars = 0;
        var frame = new ArrayList<Frame.Numbered>();
        for (var fact : waiting) {
            chars += Json.write(fact, Frame.Numbered.class).length();
            if (chars > FACTS_CHARS && !frame.isEmpty()) {
                break; // The acknowledgement of these brings the next.
            }
            frame.add(fact);
            toldUpTo = fact.seq();
        }
        if (!frame.isEmpty()) {
            welcomed.get().say(new Frame.Facts(frame));
        }
    }

    /** To a server that listens now, or to nobody: the series has a gap then, and no flood afterwards. */
    synchronized void measured(Meter.Round round) {
        welcomed.ifPresent(conversation -> {
            Batches.of(round).forEach(conversation::mention);
            Batches.ended(round).forEach(conversation::sayMade);
        });
    }

    synchronized void surrounded(Frame.Surroundings now) {
        if (!surroundings.equals(Optional.of(now))) {
            surroundings = Optional.of(now);
            welcomed.ifPresent(conversation -> conversation.say(now));
        }
    }

    private synchronized void tick() {
        boolean unheard = System.nanoTime() - toldAt > ACK_NANOS;
        if (unheard && !facts.waitingAfter(0, 1).isEmpty()) {
            toldUpTo = 0;
            tell();
        }
    }
}
