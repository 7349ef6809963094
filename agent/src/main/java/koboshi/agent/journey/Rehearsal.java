package koboshi.agent.journey;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.journey.Template;
import koboshi.signal.Run;

/**
 * Does once what a user does: one run of a journey, over fresh connections, within its time.
 *
 * <p>A run never throws and never outlasts its timeout, whatever the other side does: what is still waiting then is cut off.
 */
public final class Rehearsal {
    private final Journey journey;
    private final Map<String, String> values = new HashMap<>();
    private volatile String step = "";
    private volatile Optional<Wire> wire = Optional.empty();
    private volatile boolean over;

    private Rehearsal(Journey journey) {
        this.journey = journey;
        journey.server().ifPresent(server -> values.put("server", server));
    }

    /** Blocks for at most the journey's timeout; made for many virtual threads at once. */
    public static Run run(Journey journey) {
        return new Rehearsal(journey).run();
    }

    private Run run() {
        var began = Instant.now();
        long start = System.nanoTime();
        var stumble = walk();
        return new Run(began, Duration.ofNanos(System.nanoTime() - start), stumble);
    }

    /** On a thread of its own, since even the look-up of a name may hang and cannot be told to stop. */
    private Optional<Run.Stumble> walk() {
        var walking = new CompletableFuture<Optional<Run.Stumble>>();
        var walker = Thread.ofVirtual().name("journey " + journey.name()).start(() -> walking.complete(steps()));
        try {
            return walking.get(journey.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            var what = wire.filter(Wire::answering).isPresent() ? "the answer did not end within " : "no answer within ";
            return stumbled(what + words(journey.timeout()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return stumbled("interrupted");
        } catch (ExecutionException trouble) {
            return stumbled(trouble.getCause().toString());
        } finally {
            cutOff(walker);
        }
    }

    private void cutOff(Thread walker) {
        over = true;
        walker.interrupt();
        wire.ifPresent(Rehearsal::closed);
    }

    private static void closed(Wire wire) {
        try {
            wire.close();
        } catch (IOException _) {
            // It is closed all the same.
        }
    }

    private Optional<Run.Stumble> steps() {
        try {
            for (var next : journey.steps()) {
                step = next.name();
                var trouble = take(next);
                if (trouble.isPresent()) {
                    return stumbled(trouble.get());
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException trouble) {
            return stumbled(trouble.getMessage());
        } catch (RuntimeException trouble) {
            return stumbled(trouble.toString());
        }
    }

    private Optional<String> take(Step next) {
        var uri = uri(Template.fill(next.url(), values));
        var headers = next.headers().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, header -> Template.fill(header.getValue(), values)));
        var body = next.body().map(text -> Template.fill(text, values)).orElse("").getBytes(StandardCharsets.UTF_8);
        try (var fresh = new Wire()) {
            wire = Optional.of(fresh);
            if (over) {
                return Optional.of("cut off");
            }
            var judgement = new Judgement(fresh.exchange(next.method(), uri, headers, body));
            var trouble = judgement.trouble(next, journey.identity());
            if (trouble.isEmpty()) {
                values.putAll(judgement.captured(next.captures()));
            }
            return trouble;
        } catch (IOException trouble) {
            return Optional.of(uri.getRawAuthority() + ": " + because(trouble));
        }
    }

    private static URI uri(String text) {
        var uri = URI.create(text);
        if (uri.getHost() == null || !List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
            throw new IllegalArgumentException("not a web address: " + text);
        }
        return uri;
    }

    private static String because(IOException trouble) {
        return switch (trouble) {
            case ConnectException _ -> "connection refused".equalsIgnoreCase(trouble.getMessage()) ? "connection refused" : trouble.getMessage();
            case UnknownHostException _ -> "no such host";
            default -> Judgement.shortened(String.valueOf(trouble.getMessage()));
        };
    }

    private Optional<Run.Stumble> stumbled(String why) {
        return Optional.of(new Run.Stumble(step, why));
    }

    private static String words(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
