package koboshi.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import koboshi.action.Outcome;
import koboshi.agent.fact.FactSpool;
import koboshi.agent.host.Meter;
import koboshi.agent.keep.Wards;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;

/** Keeps a link to the server: dials, hears, tells what happened, and dials again. What the agent guards does not wait for it. */
final class Link {
    private static final Duration DIAL = Duration.ofSeconds(5);
    private static final Duration WELCOME = Duration.ofSeconds(5);
    private static final long TICK_SECONDS = 5;
    private static final long ACK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int FACTS_AT_ONCE = 200;
    /** Characters, of which a few may take three bytes; leaves room in a frame for the names around the facts. */
    private static final int FACTS_CHARS = Frame.MAX_BYTES / 4;
    private static final int OUTCOMES_KEPT = 100;

    private final Options options;
    private final HttpClient http;
    private final FactSpool facts;
    private final Wards wards;
    private final Consumer<String> log;
    private final Patience patience = new Patience();
    private final Deque<Frame.Ended> outcomes = new ArrayDeque<>();
    private Optional<Conversation> dialled = Optional.empty();
    private Optional<Conversation> welcomed = Optional.empty();
    private long toldUpTo;
    private long toldAt;
    private String lastTrouble = "";

    Link(Options options, HttpClient http, FactSpool facts, Wards wards, Consumer<String> log) {
        this.options = options;
        this.http = http;
        this.facts = facts;
        this.wards = wards;
        this.log = log;
    }

    /** Returns only by an interrupt. */
    void run(ScheduledExecutorService clock) throws InterruptedException {
        facts.whenTold(this::tell);
        clock.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        while (true) {
            long began = System.nanoTime();
            lost(conversed(clock));
            // A link that breaks as soon as it stands is dialled ever less often, too.
            if (System.nanoTime() - began > LASTING_NANOS) {
                patience.begin();
            }
            Thread.sleep(patience.next());
        }
    }

    private String conversed(ScheduledExecutorService clock) throws InterruptedException {
        try {
            return converse(clock);
        } catch (RuntimeException trouble) {
            return trouble.toString();
        }
    }

    /** @return why it is over */
    private String converse(ScheduledExecutorService clock) throws InterruptedException {
        var conversation = new Conversation(this::hear);
        try {
            http.newWebSocketBuilder()
                    .header("Authorization", options.authorization())
                    .connectTimeout(DIAL)
                    .buildAsync(options.server(), conversation)
                    .get(DIAL.toSeconds() * 2, TimeUnit.SECONDS);
            begin(conversation, clock);
            return conversation.end().get();
        } catch (ExecutionException trouble) {
            return because(trouble.getCause());
        } catch (IOException | TimeoutException trouble) {
            return trouble.toString();
        } finally {
            conversation.over("over");
        }
    }

    private synchronized void begin(Conversation conversation, ScheduledExecutorService clock) {
        dialled = Optional.of(conversation);
        conversation.say(new Frame.Hello(Frame.PROTOCOL, options.id(), facts.boot()));
        clock.schedule(() -> isWelcome(conversation), WELCOME.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void isWelcome(Conversation conversation) {
        if (!welcomed.equals(Optional.of(conversation))) {
            conversation.over("no welcome within " + WELCOME.toSeconds() + " s");
        }
    }

    private String because(Throwable cause) {
        return switch (cause) {
            case WebSocketHandshakeException refused -> {
                patience.end();
                yield "it answered " + refused.getResponse().statusCode() + " instead of switching to WebSocket";
            }
            case ConnectException _ -> "nobody listens there";
            default -> cause.toString();
        };
    }

    private synchronized void lost(String why) {
        dialled = Optional.empty();
        welcomed = Optional.empty();
        if (!why.equals(lastTrouble)) {
            log.accept("no link to " + options.server() + ": " + why + "; dialling on");
            lastTrouble = why;
        }
    }

    // Hearing.

    private void hear(Conversation from, Frame frame) {
        switch (frame) {
            case Frame.Welcome(_, var epoch) -> welcome(from, epoch);
            case Frame.Grant grant -> grant(grant);
            case Frame.Command command -> wards.command(command, outcome -> ended(command.act(), outcome));
            case Frame.Observe(var on) -> wards.observe(on);
            case Frame.Ack(var seq) -> acked(seq);
            case Frame.Refused(var why) -> refused(from, why);
            case Frame.Hello _, Frame.Ended _, Frame.Facts _, Frame.Measured _ -> from.over("it speaks as an agent does");
        }
    }

    private synchronized void welcome(Conversation from, long epoch) {
        if (!wards.accepts(epoch)) {
            log.accept("the server's epoch " + epoch + " is over: a later leader was here, so its commands will be refused");
        }
        welcomed = Optional.of(from);
        lastTrouble = "";
        log.accept("linked to " + options.server());
        outcomes.forEach(from::say);
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

    private void refused(Conversation from, String why) {
        patience.end();
        from.over("refused: " + why);
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
        welcomed.ifPresent(conversation -> Batches.of(round).forEach(conversation::mention));
    }

    private synchronized void tick() {
        dialled.ifPresent(Conversation::ping);
        boolean unheard = System.nanoTime() - toldAt > ACK_NANOS;
        if (unheard && !facts.waitingAfter(0, 1).isEmpty()) {
            toldUpTo = 0;
            tell();
        }
    }
}
