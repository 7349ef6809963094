package koboshi.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonsTest {
    private static final String PLAN = """
            heartbeats: {nightly: {every: 1m, grace: 10s}}
            services: {web: {run: web, warm_up: 5s}}
            journeys: {front: {service: web, every: 1s, timeout: 500ms, steps: [{get: "http://127.0.0.1/"}]}}
            guards:
              silent: {journey: front, then: [capture, restart], prove: {within: 10s}}
              late: {heartbeat: nightly, then: [notify]}
              many: {when: "waiting > 5", for: 10s, then: [notify]}
              gone: {absent: waiting, over: 20s, then: [notify]}
            """;
    private static final String UP = """
            config ../koboshi.yaml
            0s agent local linked
            0s process service/web started
            1s..20s journey front clean every 1s
            0s..20s push waiting 1 every 5s
            """;
    private static final String FALL = UP + """
            20.1s journey front fails "get: no answer"
            20.2s journey front burst fails "get: no answer"
            20.3s capture of service/web done "hang"
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void aConfiguration() throws IOException {
        Files.writeString(folder.resolve("koboshi.yaml"), PLAN);
        Files.createDirectory(folder.resolve("lessons"));
    }

    private Result run(String text) throws IOException {
        return Lessons.run(Files.writeString(folder.resolve("lessons/a.lesson"), text));
    }

    private void holds(String text) throws IOException {
        assertThat(run(text).problems()).isEmpty();
    }

    @Test
    void playsAFallFromItsFirstSignToItsEnd() throws IOException {
        holds(FALL + """
                expect at 20.3s action restart of service/web started
                20.5s process service/web started
                20.5s restart of service/web done
                21s..23s journey front clean every 1s
                expect at 23s incident on service/web ended revived
                expect at 23s action restart proved
                expect acts capture, restart
                """);
    }

    @Test
    void tellsTheLineWhatWasExpectedWhatWasInsteadAndWhatHappenedAroundIt() throws IOException {
        var failure = run(FALL + "expect at 20.3s guard silent inactive\n").failures().getFirst();
        assertThat(failure.line()).isEqualTo(9);
        assertThat(failure).hasToString("expect at 20.3s guard silent inactive; instead: at 20.3s guard silent is firing");
        assertThat(failure.timeline()).contains("20.2s  Guard silent fires: get: no answer.", "20.3s  Act 1 done: hang.");
    }

    @Test
    void aClaimAboutTheWholeLessonNamesWhatWasDoneInstead() throws IOException {
        assertThat(run(FALL + "expect acts notify\n").failures()).extracting(Result.Failure::instead).containsExactly("capture, restart");
    }

    @Test
    void anOutcomeOfWhatWasNeverBegunIsAFailureOfTheScript() throws IOException {
        assertThat(run(UP + "5s restart of service/web done\n").failures()).extracting(Result.Failure::toString)
                .containsExactly("restart of service/web under way, to end it; instead: under way: nothing");
    }

    @Test
    void countsPassedAndFailedExpectations() throws IOException {
        var result = run(FALL + "expect at 19s guard silent inactive\nexpect at 20.3s no action\nexpect at 20.3s no call\n");
        assertThat(result.passed()).isEqualTo(2);
        assertThat(result.failures()).hasSize(1);
    }

    @Test
    void whatIsKnownToFailPassesAndWhatHoldsInSpiteOfItsMarkFails() throws IOException {
        assertThat(run(FALL + "# known: too eager\nexpect at 20.3s no action\n").held()).isTrue();
        assertThat(run(FALL + "# known: too eager\nexpect at 20.3s action restart started\n").failures()).extracting(Result.Failure::instead)
                .containsExactly("it holds now; remove the mark above it");
    }

    @Test
    void asksSeriesEverySecondAndKeepsAStandingForEachLabelSet() throws IOException {
        holds(UP + """
                21s..40s push waiting{line="a"} 9 every 1s
                21s..60s push waiting{line="b"} 1 every 1s
                expect at 22s guard many{line="a"} pending
                expect at 22s guard many{line="b"} inactive
                expect at 32s guard many firing
                41s push waiting{line="a"} 2
                expect at 42s guard many{line="a"} inactive
                """);
    }

    @Test
    void aSeriesNobodySendsIsAbsentAfterItsWindow() throws IOException {
        holds(UP + "expect at 39s guard gone inactive\nexpect at 41s guard gone firing\nexpect at 41s person called\n");
    }

    @Test
    void aSourceThatFailsMakesItsGuardsUnknown() throws IOException {
        holds(UP + "21s series fail \"no disk\"\nexpect at 22s guard gone unknown\nexpect during 21s..60s no call\n23s series answer\n"
                + "23s push waiting 1\nexpect at 24s guard gone inactive\n30s..60s push waiting 1 every 5s\n");
    }

    @Test
    void aHeartbeatOverdueCalls() throws IOException {
        holds(UP + "20s heartbeat nightly beats\nexpect at 29s guard late inactive\nexpect at 90s guard late firing\nexpect at 90s person called\n");
    }

    @Test
    void factsWaitForTheLinkAndKeepTheirOrder() throws IOException {
        holds(UP + """
                21s agent local lost
                22s process service/web exited FAILED "exit 1" again in 100ms
                22.1s process service/web started
                expect at 23s no incident on service/web
                24s agent local linked
                expect at 24s incident on service/web says "exit 1"
                expect at 24s guard fallen:web inactive
                """);
    }

    @Test
    void aKillOfKoboshiLeavesWhatWasWrittenAndForgetsWhatWasOnlySeen() throws IOException {
        holds(UP + """
                20.2s journey front burst fails "get: no answer"
                20.3s koboshi killed
                20.4s journey front burst clean
                22s koboshi started
                expect at 22s guard silent firing
                expect at 22s guard silent unknown
                expect at 22s action capture failed
                """);
    }

    @Test
    void handsFreezeByOrderBySelfCheckAndByALeapOfTheClock() throws IOException {
        holds(UP + """
                20.1s operator ann freezes "racks"
                expect at 20.1s hands frozen by operator ann
                20.2s operator ann thaws "done"
                expect at 20.2s hands free
                20.3s self-check disk fails "full"
                expect at 20.3s hands frozen by self-check:disk
                expect at 20.3s person called "self-check:disk"
                20.5s self-check disk well
                expect at 20.5s hands free
                20.5s clock jumps ahead 1h
                20.5s journey front burst fails "get: no answer"
                20.55s capture of service/web done
                expect at 20.55s action restart refused clock-jumped
                """);
    }

    @Test
    void aReloadedConfigurationIsFollowed() throws IOException {
        Files.writeString(folder.resolve("later.yaml"), PLAN.replace("silent:", "mute:"));
        holds(FALL + "20.4s reload ../later.yaml\nexpect at 20.4s guard mute inactive\nexpect at 20.4s incident on service/web open\n");
    }

    @Test
    void aRangeSpeaksOfAllOfItForWhatStandsAndOfAnyOfItForWhatHappens() throws IOException {
        holds(FALL + "expect during 1s..20s guard silent inactive\nexpect during 1s..30s action restart started\nexpect during 1s..20s nothing\n");
        assertThat(run(FALL + "expect during 1s..21s guard silent inactive\nexpect during 21s..30s action restart started\nexpect during 1s..21s nothing\n")
                .failures()).extracting(Result.Failure::line).containsExactly(9, 10, 11);
    }

    @Test
    void findsLessonsBelowAFolderByTheirEnding() throws IOException {
        Files.writeString(folder.resolve("lessons/b.lesson"), UP);
        Files.writeString(folder.resolve("lessons/notes.txt"), "");
        assertThat(Lessons.in(folder)).containsExactly(folder.resolve("lessons/b.lesson"));
    }
}
