package koboshi.agent.journey;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import koboshi.journey.Journey;
import koboshi.journey.Step;

/** One HTTP request. */
final class Asking implements Attempt {
    private final Step.Http step;
    private final Optional<Journey.Identity> identity;
    private final Script script;
    private final Wire wire = new Wire();

    Asking(Step.Http step, Optional<Journey.Identity> identity, Script script) {
        this.step = step;
        this.identity = identity;
        this.script = script;
    }

    @Override
    public Finding take() {
        var uri = uri(script.fill(step.url()));
        var headers = filled(step.headers(), script);
        var body = step.body().map(script::fill).orElse("").getBytes(StandardCharsets.UTF_8);
        try {
            var judgement = new Judgement(wire.exchange(step.method(), uri, headers, body), script);
            var trouble = judgement.trouble(step.expect(), identity).or(this::certificate);
            return trouble.map(Finding::trouble).orElseGet(() -> Finding.kept(judgement.captured(step.captures())));
        } catch (IOException trouble) {
            return Finding.trouble(uri.getRawAuthority() + ": " + script.shown(Connection.because(trouble)));
        }
    }

    private Optional<String> certificate() {
        try {
            return step.expect().certificate().isEmpty()
                    ? Optional.empty()
                    : Judgement.certificate(step.expect().certificate(), wire.certifiedUntil(), Instant.now());
        } catch (IOException trouble) {
            return Optional.of("no certificate: " + trouble.getMessage());
        }
    }

    static Map<String, String> filled(Map<String, String> headers, Script script) {
        return headers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, header -> script.fill(header.getValue())));
    }

    private static URI uri(String text) {
        var uri = URI.create(text);
        if (uri.getHost() == null || !List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
            throw new IllegalArgumentException("not a web address: " + text);
        }
        return uri;
    }

    @Override
    public String waiting() {
        return wire.answering() ? "the answer did not end" : "no answer";
    }

    @Override
    public void close() {
        wire.close();
    }
}
