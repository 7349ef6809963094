package koboshi.scrape;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import koboshi.config.ScrapeJob.Access;
import koboshi.config.ScrapeJob.Format;
import koboshi.config.ScrapeJob.Login;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;

/** Asks one target, or for a list of targets, within a time and a size. */
final class Fetching {
    private static final int OK = 200;
    private static final int MOST_REDIRECTS = 10;
    /** Time in which an answer that was given up must have let go. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Clients clients;
    private final Room room;
    private final String agent;

    /** @param agent what we call ourselves */
    Fetching(Clients clients, Room room, String agent) {
        this.clients = clients;
        this.room = room;
        this.agent = agent;
    }

    /** An answer, and the room it takes until this is closed. */
    record Fetched(Body body, String type, int received) implements AutoCloseable {
        @Override
        public void close() {
            body.close();
        }
    }

    /**
     * What is asked.
     *
     * @param most bytes of the answer, unpacked
     * @param accept what it may be
     */
    record Question(String url, Access access, Duration timeout, long most, String accept, Map<String, String> headers) {
        static Question of(Target target) {
            var headers = Map.of("X-Prometheus-Scrape-Timeout-Seconds", Double.toString(target.timeout().toMillis() / 1000.0));
            return new Question(target.url(), target.job().access(), target.timeout(), target.job().limits().body(), Fetching.accept(target.job().reading().formats()), headers);
        }
    }

    /**
     * @param expected the size the last answer had
     * @param stopping once it is done nobody waits for the answer any more
     */
    Fetched fetch(Question question, int expected, CompletableFuture<Void> stopping) throws ScrapeFailure {
        long deadline = System.nanoTime() + question.timeout().toNanos();
        var url = address(question);
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            var body = new Body(room, question.most(), expected);
            try {
                var response = await(question, url, body, deadline, stopping);
                var elsewhere = question.access().followRedirects() ? Download.elsewhere(response) : Optional.<String>empty();
                if (elsewhere.isEmpty()) {
                    return taken(question, response, body);
                }
                url = next(url, elsewhere.get());
            } catch (ScrapeFailure | RuntimeException e) {
                body.close();
                throw e;
            }
            body.close();
        }
        throw new ScrapeFailure("it sends us on more than " + MOST_REDIRECTS + " times");
    }

    private static URI address(Question question) throws ScrapeFailure {
        try {
            return URI.create(question.url());
        } catch (IllegalArgumentException e) {
            throw new ScrapeFailure("its address is none: " + e.getMessage());
        }
    }

    private static URI next(URI from, String location) throws ScrapeFailure {
        try {
            var next = from.resolve(location);
            if ("http".equalsIgnoreCase(next.getScheme()) || "https".equalsIgnoreCase(next.getScheme())) {
                return next;
            }
        } catch (IllegalArgumentException _) {
            // Told below like any other place we cannot go to.
        }
        throw new ScrapeFailure("it sends us on to no address of http or https");
    }

    private Request request(Question question, URI url) throws ScrapeFailure {
        try {
            var request = clients.of(question.access().tls()).newRequest(url);
            request.headers(headers -> {
                headers.put(HttpHeader.USER_AGENT, agent);
                headers.put(HttpHeader.ACCEPT, question.accept());
                headers.put(HttpHeader.ACCEPT_ENCODING, "gzip");
                question.headers().forEach(headers::put);
            });
            // A login is for the host it was written for, and not for where that sends us.
            if (URI.create(question.url()).getAuthority().equals(url.getAuthority()) && question.url().startsWith(url.getScheme() + ":")) {
                logIn(request, question);
            }
            return request;
        } catch (IOException | IllegalArgumentException e) {
            throw new ScrapeFailure(String.valueOf(e.getMessage()));
        }
    }

    private static void logIn(Request request, Question question) throws IOException {
        if (question.access().login().isPresent()) {
            var value = authorization(question.access().login().get());
            request.headers(headers -> headers.put(HttpHeader.AUTHORIZATION, value));
        }
    }

    /** @throws IOException naming the secret that is missing */
    static String authorization(Login login) throws IOException {
        return switch (login) {
            case Login.Basic(var user, var password) -> "Basic " + encoded(user + ":" + (password.isPresent() ? password.get().value() : ""));
            case Login.Credentials(var scheme, var secret) -> scheme + " " + secret.value();
        };
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first is wanted most. */
    static String accept(List<Format> formats) {
        var kinds = IntStream.range(0, formats.size())
                .mapToObj(i -> formats.get(i).mediaType() + ";q=0." + (formats.size() + 1 - i))
                .collect(Collectors.joining(","));
        return kinds + ",*/*;q=0.1";
    }

    /**
     * A connection that was kept may be closed by the target just when it is used again, which says nothing about the target: then it is asked once more.
     */
    private Response await(Question question, URI url, Body body, long deadline, CompletableFuture<Void> stopping) throws ScrapeFailure {
        try {
            return await(request(question, url), body, url, deadline, stopping);
        } catch (Download.Closed closed) {
            if (body.size() > 0 || stopping.isDone()) {
                throw closed;
            }
            return await(request(question, url), body, url, deadline, stopping);
        }
    }

    private static Response await(Request request, Body body, URI url, long deadline, CompletableFuture<Void> stopping) throws ScrapeFailure {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new ScrapeFailure("it did not end its answer in time");
        }
        var download = new Download(body);
        request.timeout(left, TimeUnit.NANOSECONDS).send(download);
        try {
            CompletableFuture.anyOf(download.done(), stopping).get(left + GRACE.toNanos(), TimeUnit.NANOSECONDS);
            if (!download.done().isDone()) {
                request.abort(new ScrapeFailure("nobody waits for it any more"));
            }
            return download.done().get(GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw Download.failure(e.getCause(), url);
        } catch (TimeoutException e) {
            request.abort(e);
            throw new ScrapeFailure("it did not end its answer in time");
        } catch (InterruptedException e) {
            request.abort(e);
            Thread.currentThread().interrupt();
            throw new ScrapeFailure("interrupted");
        }
    }

    private Fetched taken(Question question, Response response, Body body) throws ScrapeFailure {
        if (response.getStatus() != OK) {
            throw new ScrapeFailure("it answered with the status " + response.getStatus());
        }
        var type = text(response, HttpHeader.CONTENT_TYPE);
        if (type.startsWith("text/html")) {
            throw new ScrapeFailure("it answers with a page for people (" + type + "); is the path right?");
        }
        var packed = text(response, HttpHeader.CONTENT_ENCODING);
        if (packed.isEmpty() || packed.equals("identity")) {
            return new Fetched(body, type, body.size());
        }
        if (!packed.equals("gzip")) {
            throw new ScrapeFailure("its answer is packed with " + packed + "; expected gzip or none");
        }
        var unpacked = new Body(room, question.most(), body.size() * 8);
        try (body) {
            body.unpackInto(unpacked);
            return new Fetched(unpacked, type, body.size());
        } catch (ScrapeFailure e) {
            unpacked.close();
            throw e;
        }
    }

    private static String text(Response response, HttpHeader name) {
        var value = response.getHeaders().get(name);
        return value == null ? "" : value.toLowerCase(Locale.ROOT).strip();
    }
}
