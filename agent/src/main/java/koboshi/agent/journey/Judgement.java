package koboshi.agent.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.journey.Step.Capture;

/** Whether an HTTP answer is what a step expects, and what later steps take from it. Pure. */
public final class Judgement {
    private final Answer answer;
    private final Reading body;

    Judgement(Answer answer, Script script) {
        this.answer = answer;
        this.body = new Reading("a body", answer.text(), script);
    }

    /** What was expected of an answer that no journey asked for, and what came instead; empty when all is well. */
    public static Optional<String> trouble(Answer answer, Step.Expectation expect) {
        boolean simple = expect.headers().isEmpty() && expect.body().equals(Step.Wording.ANYTHING);
        // Most answers are of this kind, and there may be hundreds of them a second.
        return simple && expect.accepts(answer.status()) ? Optional.empty() : new Judgement(answer, new Script()).trouble(expect, Optional.empty());
    }

    /** What was expected and what came instead; empty when all is well. Who answered comes first: another's answer proves nothing. */
    Optional<String> trouble(Step.Expectation expect, Optional<Journey.Identity> identity) {
        return identity.flatMap(who -> header(who.header(), who.value()))
                .or(() -> status(expect))
                .or(() -> first(expect.headers(), this::header))
                .or(() -> body.trouble(expect.body()));
    }

    private Optional<String> status(Step.Expectation expect) {
        var wanted = expect.statuses().isEmpty() ? "200 to 299" : words(expect.statuses());
        return expect.accepts(answer.status()) ? Optional.empty() : Optional.of(body.expected("status " + wanted, came()));
    }

    /** A class of a hundred is one word. */
    private static String words(List<Integer> statuses) {
        var classes = statuses.stream().collect(Collectors.groupingBy(status -> status / 100, TreeMap::new, Collectors.toList()));
        return classes.entrySet().stream()
                .flatMap(each -> each.getValue().size() == 100 ? Stream.of(each.getKey() + "xx") : each.getValue().stream().map(String::valueOf))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String came() {
        boolean elsewhere = answer.status() / 100 == 3 && answer.header("Location").isPresent();
        return answer.status() + ": " + (elsewhere ? "redirects are not followed, this one leads to " + answer.header("Location").get() : answer.text().isBlank() ? "nothing" : answer.text());
    }

    private Optional<String> header(String name, String value) {
        return answer.header(name).filter(value::equals).isPresent()
                ? Optional.empty()
                : Optional.of(body.expected("header " + name + " " + Reading.quoted(value), answer.header(name).orElse("no such header")));
    }

    private static Optional<String> first(Map<String, String> wanted, BiFunction<String, String, Optional<String>> look) {
        return wanted.entrySet().stream().map(each -> look.apply(each.getKey(), each.getValue())).flatMap(Optional::stream).findFirst();
    }

    /** @throws IllegalArgumentException naming what was not found */
    Map<String, String> captured(Map<String, Capture> captures) {
        return body.captured(captures, capture -> capture instanceof Capture.Header(var name) ? answer.header(name) : Optional.empty());
    }

    /** Whether a certificate holds long enough. */
    public static Optional<String> certificate(Optional<Duration> wanted, Optional<Instant> until, Instant now) {
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        if (until.isEmpty()) {
            return Optional.of("expected a certificate, came a connection without TLS");
        }
        return now.plus(wanted.get()).isBefore(until.get())
                ? Optional.empty()
                : Optional.of("expected a certificate for " + Patience.words(wanted.get()) + " more, came one that ends in "
                        + Patience.words(Duration.between(now, until.get())) + ", at " + until.get());
    }
}
