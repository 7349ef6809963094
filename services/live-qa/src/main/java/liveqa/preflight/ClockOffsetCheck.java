package liveqa.preflight;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import liveqa.preflight.Fact.Better;

/**
 * How far the clock is from an outside one, out of the Date header of an answer. The header counts whole seconds and the answer was made at some moment
 * between sending and receiving; so the offset (theirs less ours) is known as a span only: from {@code date - received} to {@code date + 1 s - sent}.
 */
final class ClockOffsetCheck implements Check {
    private static final Duration BEARABLE = Duration.ofSeconds(2);

    @Override
    public String id() {
        return "clock-offset";
    }

    @Override
    public Words title() {
        return Words.of("時計のずれ", "clock offset");
    }

    @Override
    public Finding look(Host host) {
        var from = Optional.ofNullable(host.intent().clockFrom()).or(() -> host.intent().endpoints().stream().findFirst());
        if (from.isEmpty()) return Finding.unprovable(Words.of("比べる相手が設定にない（--clock-from URL で指定できる）",
                "no address to compare with is configured (give one with --clock-from URL)"));
        return measured(host, from.get());
    }

    private static Finding measured(Host host, URI from) {
        var sent = host.clock().instant();
        return switch (host.web().get(from)) {
            case Web.Unreachable(Words why) -> Finding.unprovable(Words.of("%s に届かない: ", "%s is out of reach: ", from.getHost()).then(why));
            case Web.Answered answered when answered.cached() ->
                    Finding.unprovable(Words.of("%s の答えは写し（Age あり）で、時刻は昔のもの", "the answer of %s is a cached one, its time is of the past", from.getHost()));
            case Web.Answered answered -> date(answered).map(date -> judged(from, date, sent, host.clock().instant()))
                    .orElse(Finding.unprovable(Words.of("%s は時刻（Date）を言わない", "%s tells no time (Date)", from.getHost())));
        };
    }

    private static Optional<Instant> date(Web.Answered answered) {
        try {
            return answered.date().map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty(); // A time nobody can read is none.
        }
    }

    static Finding judged(URI from, Instant date, Instant sent, Instant received) {
        var least = Duration.between(received, date);
        var most = Duration.between(sent, date.plusSeconds(1));
        var found = Words.of("%s との差は %+.1f 秒から %+.1f 秒の間（Date は秒単位なので、これより細かくは言えない）",
                "between %2$+.1f s and %3$+.1f s from %1$s (Date counts whole seconds, so no finer)", from.getHost(), seconds(least), seconds(most));
        if (least.compareTo(BEARABLE) > 0 || most.compareTo(BEARABLE.negated()) < 0) {
            return Finding.failed(found, Words.same("sudo timedatectl set-ntp true && sudo systemctl restart systemd-timesyncd"));
        }
        return Finding.passed(found).with("clock_offset_middle_seconds", String.format(Locale.ROOT, "%.1f", (seconds(least) + seconds(most)) / 2), Better.ANY);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
