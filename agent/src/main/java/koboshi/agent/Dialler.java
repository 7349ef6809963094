package koboshi.agent;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import koboshi.agent.link.Frame;

/** Keeps a link to the server: dials, introduces itself, and dials again when it is lost. */
final class Dialler {
    private static final Duration DIAL = Duration.ofSeconds(5);
    private static final Duration WELCOME = Duration.ofSeconds(5);
    private static final long PING_SECONDS = 5;
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final URI server;
    private final Authorization authorization;
    private final Trust trust;
    private final HttpClient http;
    private final Party party;
    private final Consumer<String> log;
    private final Patience patience = new Patience();
    private volatile Optional<Conversation> dialled = Optional.empty();
    private volatile String lastTrouble = "";

    /** @param trust by which {@code http} believes the server */
    Dialler(URI server, Authorization authorization, Trust trust, HttpClient http, Party party, Consumer<String> log) {
        this.server = server;
        this.authorization = authorization;
        this.trust = trust;
        this.http = http;
        this.party = party;
        this.log = log;
    }

    /** Asked for anew at every dial, so that a token can be changed without a restart. */
    @FunctionalInterface
    interface Authorization {
        String header() throws IOException;
    }

    /** Whose link it is. */
    interface Party {
        Frame.Hello hello();

        void hear(Conversation from, Frame frame);

        /** Whether the server welcomed us in this conversation. */
        boolean stands(Conversation conversation);

        void lost();
    }

    /** Returns only by an interrupt. */
    void run(ScheduledExecutorService clock) throws InterruptedException {
        clock.scheduleWithFixedDelay(() -> dialled.ifPresent(Conversation::ping), PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
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
        var conversation = new Conversation(party::hear);
        try {
            http.newWebSocketBuilder()
                    .header("Authorization", authorization.header())
                    .connectTimeout(DIAL)
                    .buildAsync(server, conversation)
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

    private void begin(Conversation conversation, ScheduledExecutorService clock) {
        dialled = Optional.of(conversation);
        conversation.say(party.hello());
        clock.schedule(() -> isWelcome(conversation), WELCOME.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void isWelcome(Conversation conversation) {
        if (!party.stands(conversation)) {
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
            default -> trust.trouble(cause).orElseGet(cause::toString);
        };
    }

    private void lost(String why) {
        dialled = Optional.empty();
        party.lost();
        if (!why.equals(lastTrouble)) {
            log.accept("no link to " + server + ": " + why + "; dialling on");
            lastTrouble = why;
        }
    }

    void welcomed() {
        lastTrouble = "";
        log.accept("linked to " + server);
    }

    void refused(Conversation from, String why) {
        patience.end();
        from.over("refused: " + why);
    }
}
