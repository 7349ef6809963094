package koboshi.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Proof;
import koboshi.action.Refusal;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.journey.Journey;
import koboshi.resource.Bytes;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Evidence;
import koboshi.signal.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WordsTest {
    private static final Instant AT = Instant.parse("2026-05-01T10:03:20Z");
    private static final ResourceId ON = ResourceId.service("live-qa");
    private static final GuardKey SILENT = GuardKey.of("silent");

    @Test
    void saysWhyARestartWasRefusedAndUntilWhen() {
        var refused = refused(new Refusal.CoolingDown(AT));
        assertThat(Words.en(refused))
                .isEqualTo("Restart of service/live-qa refused: it was acted on a moment ago and cools down until 10:03:20 UTC.");
        assertThat(Words.ja(refused, ZoneId.of("Asia/Tokyo")))
                .isEqualTo("再起動しない: service/live-qa — 直前に処置したばかりです（19:03:20 まで間を置きます）");
    }

    /** A machine's own zone is often called Etc/UTC. */
    @Test
    void marksTimesInUtcWhateverItsZoneIsCalled() {
        var answering = new Entry.Answering(1, "ask", AT);
        assertThat(Words.en(answering, ZoneId.of("Etc/UTC"))).contains("since 10:03:20 UTC:");
        assertThat(Words.en(answering, ZoneId.of("Asia/Tokyo"))).contains("since 19:03:20:");
    }

    @Test
    void saysTheCommonestReasonsInJapaneseAndLeavesTheOthers() {
        assertThat(Words.ja(new Entry.StandingChanged(SILENT, Standing.INACTIVE, "clear", 0))).isEqualTo("番人 silent は平常に戻りました: 条件は解消");
        assertThat(Words.ja("no sample of questions_waiting")).isEqualTo("questions_waiting のサンプルがありません");
        assertThat(Words.ja("is 57 by waiting > 50 (sampled 59 s ago)")).isEqualTo("is 57 by waiting > 50（59 秒前の値）");
        assertThat(Words.ja("it cannot be judged: not asked yet")).isEqualTo("判断できません: まだ問い合わせていません");
        assertThat(Words.ja("hear: no audio")).isEqualTo("hear: no audio");
    }

    @Test
    void saysWhoOrderedWhat() {
        var byGuard = new Entry.ActStarted(5, Verb.RESTART, ON, SILENT, 17, AT, Motive.RUNBOOK, "two failed runs, confirmed");
        assertThat(Words.en(byGuard)).isEqualTo("Restart of service/live-qa begins, ordered by guard silent (act 5): two failed runs, confirmed.");
        var byPerson = new Entry.ActStarted(6, Verb.CAPTURE, ON, GuardKey.of("operator:ren"), 0, AT, Motive.ORDER, "");
        assertThat(Words.en(byPerson)).isEqualTo("Capture of evidence from service/live-qa begins, ordered by operator ren (act 6).");
        assertThat(Words.ja(byPerson)).isEqualTo("証拠保全を開始: service/live-qa（処置 6、操作者 ren）");
    }

    @Test
    void saysWhatFollowsFromASwitchOfGroups() {
        var drains = new Entry.ActStarted(7, Verb.DRAIN, Pool.backend("web", "s1"), GuardKey.of("switch:web"), 0, AT, Motive.COURSE, "green has its traffic");
        assertThat(Words.en(drains)).isEqualTo("Draining of backend/web/s1 begins, ordered by the switch of pool web (act 7): green has its traffic.");
        assertThat(Words.ja(drains)).isEqualTo("新しい接続の停止（ドレイン）を開始: backend/web/s1（処置 7、プール web の切り替え）: green has its traffic");
    }

    @Test
    void saysHowAProcessFellAndWhatFollows() {
        var fell = fact(new Fact.Exited(42, Fact.Cause.OUT_OF_MEMORY, "512MiB", List.of(new Evidence("log", "00", 1)), Duration.ofMillis(1500)));
        assertThat(Words.en(fell)).isEqualTo("service/live-qa: process 42 was killed by the kernel at its memory limit: 512MiB; 1 piece of "
                + "evidence kept. It is started again in 1 s.");
        assertThat(Words.ja(fell)).isEqualTo("service/live-qa: プロセス 42 はメモリ上限でカーネルに止められました: 512MiB、証拠 1 件を保全。1 秒後に起動し直します");
    }

    @Test
    void doesNotCallAHealedIncidentMended() {
        var ended = new Entry.IncidentEnded(17, Ending.HEALED_BY_ITSELF);
        assertThat(Words.en(ended)).isEqualTo("Incident 17 ended: it healed by itself. Nothing was mended, so it may come again.");
        assertThat(Words.ja(ended)).contains("自然に回復");
    }

    @Test
    void saysOfANearMissThatNothingFiredAndNothingWasDone() {
        var ended = new Entry.IncidentEnded(17, Ending.NEAR_MISS);
        assertThat(Words.en(ended)).startsWith("Incident 17 ended: a near miss. No guard fired");
        assertThat(Words.ja(ended)).contains("あと一歩のところで回復");
    }

    @Test
    void countsLengthsAsPeopleDo() {
        assertThat(Words.en(new Entry.ClockJumped(Duration.ofSeconds(-3700)))).contains("back by 1 h 1 min");
        assertThat(Words.ja(new Entry.ClockJumped(Duration.ofSeconds(90)))).contains("1 分 30 秒進みました");
    }

    @ParameterizedTest
    @MethodSource("everything")
    void saysEverythingInSentencesOfEitherLanguage(Entry entry) {
        assertThat(Words.en(entry)).isNotBlank().matches("(?s)[\\x20-\\x7e]+").endsWith(".").doesNotContain("..", "[", "null");
        assertThat(Words.ja(entry)).isNotBlank().matches("(?s).*[\\u3040-\\u9fff].*").doesNotContain("null", "[", "。。");
    }

    @ParameterizedTest
    @EnumSource(Fact.Cause.class)
    void knowsEveryCauseOfAnExit(Fact.Cause cause) {
        saysEverythingInSentencesOfEitherLanguage(fact(new Fact.Exited(1, cause, "", List.of(), Duration.ZERO)));
    }

    static Stream<Entry> everything() {
        return Stream.of(entries(), refusals(), outcomes(), facts()).flatMap(stream -> stream);
    }

    private static Stream<Entry> entries() {
        var journey = new Journey("ask", ON, Duration.ofSeconds(5), Duration.ofSeconds(2), Optional.empty(), List.of());
        var guard = Guard.of("silent", new Condition.JourneyFails("ask"), ON);
        return Stream.of(
                new Entry.Beaten("nightly"),
                new Entry.MemoryAtFall(ON, Bytes.mebi(400), Bytes.mebi(150), 1),
                new Entry.JourneyAdopted(journey),
                new Entry.DutyAdopted(new Duty(guard, Runbook.WATCH_ONLY)),
                new Entry.Dropped("guard", "silent"),
                new Entry.StandingChanged(SILENT, Standing.INACTIVE, "", 0),
                new Entry.StandingChanged(SILENT, new Standing.Pending(AT), "x", 0),
                new Entry.StandingChanged(SILENT, new Standing.Firing(AT, Optional.empty()), "x.", 1),
                new Entry.StandingChanged(SILENT, new Standing.Firing(AT, Optional.of(AT)), "", 1),
                new Entry.KnowledgeLost(SILENT, "no answer", 0),
                new Entry.KnowledgeRegained(SILENT, 0),
                new Entry.IncidentOpened(1, ON, SILENT, "hear: nothing"),
                new Entry.IncidentEnded(1, Ending.REVIVED),
                new Entry.IncidentEnded(1, Ending.REMOVED),
                new Entry.IncidentEnded(1, Ending.NEAR_MISS),
                new Entry.Answering(1, "ask", AT),
                new Entry.Agreed(1, SILENT, Verb.RESTART, ON, GuardKey.of("operator:ren"), AT, "go"),
                new Entry.ReliefBegan(ON, ON, Verb.RESTART, SILENT, 1, Motive.RUNBOOK, "it grows"),
                new Entry.ReliefDoomed(ON, 1, "it does not run"),
                new Entry.ReliefEnded(ON, 1, Optional.empty()),
                new Entry.ReliefEnded(ON, 1, Optional.of("it does not run")),
                new Entry.SwitchBegan("web", "green", GuardKey.of("operator:ren"), "release 2"),
                new Entry.SwitchYields("web", "green"),
                new Entry.SwitchShifted("web", "green"),
                new Entry.SwitchTurnedBack("web", "green", "journey see@web/s2 fails"),
                new Entry.SwitchEnded("web", "green", Optional.empty()),
                new Entry.SwitchEnded("web", "green", Optional.of("it failed")),
                new Entry.ActDoubted(5, 1, "the agent left"),
                new Entry.ProbationBegan(5, 1, new Proof("ask", Duration.ofSeconds(60)), AT),
                new Entry.ProbationEnded(5, 1, true),
                new Entry.ProbationEnded(5, 1, false),
                new Entry.Frozen("operator:ren", "deploy"),
                new Entry.Thawed("operator:ren", ""),
                new Entry.Noted("deploy", "1.4.", "ci"),
                new Entry.Noted("deploy", "1.4.", "ci", Optional.of(ON)));
    }

    private static Stream<Entry> refusals() {
        return Stream.of(
                        new Refusal.Frozen("deploy"),
                        new Refusal.NothingToActOn("silent"),
                        new Refusal.NoSuchService(ON),
                        new Refusal.AgentIsAway("local"),
                        new Refusal.ClockJumped(),
                        new Refusal.ActInProgress(5),
                        new Refusal.RoleIsBusy("router", 5),
                        new Refusal.StillRising(AT),
                        new Refusal.TooOften(4, AT),
                        new Refusal.BelowFloor("router", 2, 1),
                        new Refusal.OnProbation(5, AT),
                        new Refusal.DryRun(),
                        new Refusal.NeedsApproval(),
                        new Refusal.NoSuchGroup(ON),
                        new Refusal.SwitchInProgress("web", "green", "operator:ren"),
                        new Refusal.AlreadySwitched(ON),
                        new Refusal.StandbyRises(ON),
                        new Refusal.StandbyDidNotRise(ON, AT),
                        new Refusal.NeedsApproval(Optional.of(new Refusal.Line("web", 3, 2))),
                        new Refusal.AlreadyCaptured(AT))
                .map(WordsTest::refused);
    }

    private static Stream<Entry> outcomes() {
        return Stream.of(
                        Outcome.Done.plain("process 43 runs"),
                        new Outcome.Done("", List.of(new Evidence("a", "00", 1), new Evidence("b", "01", 1))),
                        new Outcome.Failed("no permission"),
                        new Outcome.Unknown("the link broke"))
                .map(outcome -> new Entry.ActEnded(5, 1, outcome));
    }

    private static Stream<Entry> facts() {
        return Stream.of(
                        new Fact.Started(1, AT, true),
                        new Fact.Started(1, AT, false),
                        new Fact.Exhausted(5, Duration.ofMinutes(10)),
                        new Fact.StartFailed("no such file"),
                        new Fact.Observed(true, 1, AT),
                        new Fact.Observed(false, 0, AT))
                .map(WordsTest::fact);
    }

    private static Entry refused(Refusal refusal) {
        return new Entry.ActRefused(Verb.RESTART, ON, SILENT, 1, refusal);
    }

    private static Entry fact(Fact fact) {
        return new Entry.FactKept("local", "boot", 1, ON, fact, AT, 1);
    }
}
