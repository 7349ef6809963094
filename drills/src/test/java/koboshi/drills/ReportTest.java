package koboshi.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.drill.Ledger;
import koboshi.drill.Promise;
import koboshi.drill.Request;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void theLastLineCarriesWhatAProgramNeeds() {
        var json = JsonMapper.builder().build().readTree(report(Optional.of(Duration.ofMillis(900))).json());

        assertThat(json.propertyNames()).contains(
                "drill", "seed", "held", "seen_seconds", "acted_seconds", "answering_again_seconds", "failed_requests", "total_requests",
                "outage_seconds", "evidence");
        assertThat(json.path("held").asBoolean()).isTrue();
        assertThat(json.path("seen_seconds").asDouble()).isEqualTo(0.9);
        assertThat(json.path("outage_seconds").asDouble()).isEqualTo(2.1);
    }

    @Test
    void whatWasNeverSeenIsNotHeldAndNotZero() {
        var report = report(Optional.empty());

        assertThat(report.held()).isFalse();
        assertThat(JsonMapper.builder().build().readTree(report.json()).path("seen_seconds").isNull()).isTrue();
        assertThat(report.table()).contains("NOT HELD: the fall was seen: never");
    }

    private static Report report(Optional<Duration> seen) {
        var ledger = new Ledger(List.of(request(0, true), request(1, false), request(3, true)));
        var third = Optional.of(Duration.ofSeconds(3));
        var measured = new Promise.Measured(seen, third, third, Duration.ofSeconds(1), Optional.of(Duration.ofMillis(20)), true);
        var account = new Report.Account(third, third, Optional.of(1L), "hang: 2 threads deadlocked", List.of("log abc"), List.of());
        return new Report(Fall.HANG, 7, START, ledger, measured, account, Promise.DEFAULT.broken(measured));
    }

    private static Request request(int second, boolean answered) {
        return new Request(START.plusSeconds(second), Duration.ofMillis(100), answered);
    }
}
