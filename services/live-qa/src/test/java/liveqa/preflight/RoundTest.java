package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTest {
    private @TempDir Path root;

    private interface Look {
        Finding look() throws Exception;
    }

    private record Invented(String id, Look what) implements Check {
        @Override
        public Words title() {
            return Words.same(id);
        }

        @Override
        public Finding look(Host host) throws Exception {
            return what.look();
        }
    }

    private static Finding fine() {
        return Finding.passed(Words.same("fine"));
    }

    @Test
    void oneThatHangsOrFallsFailsAloneAndInTime() throws Exception {
        var never = new CountDownLatch(1);
        Check hangs = new Invented("hangs", () -> {
            never.await();
            return fine();
        });
        Check falls = new Invented("falls", () -> {
            throw new IllegalStateException("broken");
        });
        var report = new Round(new Prepared(root).host(), Duration.ofMillis(300)).run(List.of(hangs, falls, new Invented("good", RoundTest::fine)), _ -> {});
        assertThat(report.lines()).extracting(line -> line.verdict().getClass().getSimpleName()).containsExactly("Failed", "Failed", "Passed");
        assertThat(report.line("hangs").orElseThrow().verdict().said().en()).contains("did not end");
        assertThat(report.line("falls").orElseThrow().verdict().said().en()).contains("broken");
        assertThat(report.exitCode()).isEqualTo(1);
    }

    @Test
    void whatCannotBeProvenDoesNotFailTheReport() throws Exception {
        var report = new Round(new Prepared(root).host(), Duration.ofSeconds(5))
                .run(List.of(new Invented("a", () -> Finding.unprovable(Words.same("why")))), _ -> {});
        assertThat(report.exitCode()).isZero();
        assertThat(report.unprovable()).isEqualTo(1);
    }

    @Test
    void eachIsToldWhenItEnds() throws Exception {
        var ended = Collections.synchronizedList(new ArrayList<String>());
        new Round(new Prepared(root).host(), Duration.ofSeconds(5))
                .run(List.of(new Invented("a", RoundTest::fine), new Invented("b", RoundTest::fine)), check -> ended.add(check.id()));
        assertThat(ended).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void noTwoChecksHaveOneNameAndEachSpeaksBothLanguages() {
        assertThat(Checks.ALL.stream().map(Check::id).collect(Collectors.toSet())).hasSameSizeAs(Checks.ALL);
        assertThat(Checks.ALL).allSatisfy(check -> assertThat(check.id()).matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void aBareHostFailsNoCheckByException() throws Exception {
        var report = new Round(new Prepared(root).host(), Duration.ofSeconds(15)).run(Checks.ALL, _ -> {});
        assertThat(report.lines()).allSatisfy(line -> assertThat(line.verdict().said().en()).doesNotContain("could not be looked at", "did not end"));
        assertThat(report.lines()).filteredOn(line -> line.verdict() instanceof Verdict.Failed).isNotEmpty();
    }
}
