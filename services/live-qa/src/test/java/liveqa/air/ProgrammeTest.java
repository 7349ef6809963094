package liveqa.air;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import liveqa.setting.KeptFile;
import liveqa.setting.Settings;
import liveqa.voice.Speech;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The speaker's judgement, moment by moment; every sentence sounds for a second. */
class ProgrammeTest implements Spoken {
    private static final byte[] SECOND = new byte[96_000];
    private @TempDir Path folder;
    private final List<String> told = new ArrayList<>();
    private Settings settings;
    private Programme programme = new Programme(this, Duration.ofMinutes(10));
    private CompletableFuture<Speech> voice;
    private boolean heard = true;
    private long now = 1_000_000;

    @BeforeEach
    void settle() throws Exception {
        settings = Settings.open(new KeptFile(folder.resolve("settings.json")));
        set("{\"speakQuestion\":false,\"speakSource\":false,\"gap\":1000}");
    }

    private void set(String change) throws Exception {
        settings.change(settings.current().version(), new JsonMapper().readTree(change));
    }

    @Override
    public void begun(String question, Instant readyAt, Instant at) {
        told.add("begun " + question + " after " + (at.toEpochMilli() - readyAt.toEpochMilli()));
    }

    @Override
    public void finished(String question, Instant at) {
        told.add("finished " + question);
    }

    @Override
    public void shownOnly(String question) {
        told.add("shown only " + question);
    }

    @Override
    public void unspoken(String question, String why) {
        told.add("unspoken " + question + " " + why);
    }

    private Item item(String id, String answer) {
        return new Item(id, "花子", "なぜですか", "valid", answer, "予算", "財源", Instant.ofEpochMilli(now));
    }

    private CompletableFuture<Speech> voice(Sentence sentence) {
        return voice != null ? voice : CompletableFuture.completedFuture(new Speech("k-" + sentence.text(), SECOND, "0a"));
    }

    private void runUntil(long moment) {
        for (; now <= moment; now += 50) programme.advance(now, new Programme.Circumstances(settings.current(), this::voice, heard));
    }

    private void restart() {
        var kept = ProgrammeText.kept(programme);
        programme = new Programme(this, Duration.ofMinutes(10));
        ProgrammeText.restore(kept, programme, now);
    }

    private List<Cue> cues() {
        return programme.lineup.stream().flatMap(segment -> segment.cues.stream()).toList();
    }

    @Test
    void beginsAtOnceAndSaysEverySentenceOnce() {
        programme.add(item("a", "一。二。三。"));
        runUntil(now + 10_000);
        assertThat(told).containsExactly("begun a after 500", "finished a");
    }

    @Test
    void plansTheNextItemBehindTheOneOnAir() {
        programme.add(item("a", "一。二。"));
        programme.add(item("b", "三。"));
        runUntil(now + 100);
        var cues = cues();
        assertThat(cues).hasSize(3);
        assertThat(cues.get(1).at()).isEqualTo(cues.get(0).end() + 280);
        assertThat(cues.get(2).at()).isEqualTo(cues.get(1).end() + 1_000);
    }

    @Test
    void anItemHalfSpokenGoesOnAtTheNextSentenceAfterARestart() {
        programme.add(item("a", "一。二。三。"));
        runUntil(now + 2_000);
        assertThat(programme.lineup.peekFirst().said).isEqualTo(1);
        restart();
        runUntil(now + 100);
        assertThat(cues().getFirst().index()).isEqualTo(2);
        runUntil(now + 5_000);
        assertThat(told).containsExactly("begun a after 500", "finished a");
    }

    @Test
    void goesOnWhereAPageIsThatPlayedOnByItself() {
        programme.add(item("a", "一。二。三。四。"));
        programme.add(item("b", "五。六。七。"));
        runUntil(now + 700);
        restart();
        now += 6_000;
        runUntil(now);
        programme.believe(new Programme.Claim("b", 1, now - 300, 1_000), now);
        runUntil(now + 100);
        assertThat(cues().getLast()).satisfies(cue -> assertThat(cue.index()).isEqualTo(2));
        assertThat(cues().getFirst().end()).isLessThan(cues().getLast().at());
        assertThat(told).contains("finished a").anyMatch(line -> line.startsWith("begun b"));
    }

    @Test
    void disbelievesAPageThatIsBehindOrImpossible() {
        programme.add(item("a", "一。二。三。"));
        runUntil(now + 2_000);
        var before = cues();
        for (var claim : List.of(new Programme.Claim("a", 0, now, 1_000), new Programme.Claim("x", 2, now, 1_000), new Programme.Claim("a", 99, now, 1_000),
                new Programme.Claim("a", 2, now + 1_000_000, 1_000), new Programme.Claim("a", 2, now, -5), new Programme.Claim("a", -1, now, 5))) programme.believe(claim, now);
        assertThat(cues()).isEqualTo(before);
    }

    @Test
    void waitsWhileNobodyListens() {
        heard = false;
        programme.add(item("a", "一。"));
        runUntil(now + 5_000);
        assertThat(cues()).isEmpty();
        heard = true;
        runUntil(now + 3_000);
        assertThat(told).anyMatch(line -> line.equals("finished a"));
    }

    @Test
    void aPauseComesAfterTheSentenceInProgress() throws Exception {
        programme.add(item("a", "一。二。三。"));
        runUntil(now + 800);
        set("{\"paused\":true}");
        runUntil(now + 5_000);
        assertThat(programme.lineup.peekFirst().said).isZero();
        set("{\"paused\":false}");
        runUntil(now + 5_000);
        assertThat(told).contains("finished a");
    }

    @Test
    void aSentenceWithoutASoundIsLeftToTheBrowser() {
        voice = CompletableFuture.failedFuture(new IllegalStateException("no voice"));
        programme.add(item("a", "一。"));
        runUntil(now + 100);
        assertThat(cues()).singleElement().satisfies(cue -> assertThat(cue.sound()).isEmpty());
    }

    @Test
    void aVoiceThatNeverComesIsNotWaitedForLong() {
        voice = new CompletableFuture<>();
        programme.add(item("a", "一。"));
        runUntil(now + 2_400);
        assertThat(cues()).isEmpty();
        runUntil(now + 4_500);
        assertThat(told).containsExactly("begun a after 3000", "finished a");
    }

    @Test
    void theSameAnswerIsNeverSpokenTwice() {
        programme.add(item("a", "一。"));
        runUntil(now + 3_000);
        programme.add(item("a", "一。"));
        restart();
        programme.add(item("a", "一。"));
        runUntil(now + 3_000);
        assertThat(told).hasSize(2);
    }

    @Test
    void tooManyWaitingMakeTheOldestUnspoken() {
        heard = false;
        for (int i = 0; i < 110; i++) programme.add(item("q" + i, "一。"));
        assertThat(programme.waiting).hasSize(100);
        assertThat(told).hasSize(10).first().isEqualTo("shown only q0");
    }

    @Test
    void withdrawnAndSkippedAreNotSpoken() {
        programme.add(item("a", "一。二。"));
        programme.add(item("b", "三。"));
        programme.add(item("c", "四。"));
        runUntil(now + 700);
        programme.withdraw("b");
        programme.skip("a");
        runUntil(now + 5_000);
        assertThat(told).containsExactly("begun a after 500", "unspoken b withdrawn", "unspoken a skipped", "begun c after 1250", "finished c");
    }

    private Item piece(String id, String sentence) {
        return new Item(id, "花子", "なぜですか", "valid", sentence, "", "", Instant.ofEpochMilli(now));
    }

    private List<String> script() {
        return programme.lineup.stream().flatMap(segment -> segment.sentences.stream()).map(Sentence::text).toList();
    }

    @Test
    void theFirstSentenceIsSaidBeforeTheAnswerIsWhole() {
        programme.partly(piece("a", "一。"));
        runUntil(now + 1_900);
        assertThat(told).containsExactly("begun a after 500");
        runUntil(now + 3_000);
        assertThat(told).as("it waits for the rest").doesNotContain("finished a");
        programme.partly(piece("a", "二。"));
        runUntil(now + 2_000);
        programme.add(item("a", "一。二。（「予算」より）"));
        runUntil(now + 3_000);
        assertThat(told).containsExactly("begun a after 500", "finished a");
        assertThat(programme.told.peekFirst().answer()).isEqualTo("一。二。（「予算」より）");
    }

    @Test
    void whatWasSaidOfAnAnswerIsNotSaidAgainWhenItIsWhole() throws Exception {
        set("{\"speakSource\":true,\"citation\":\"{document}です。\"}");
        programme.partly(piece("a", "一。"));
        runUntil(now + 1_500);
        programme.add(item("a", "一。二。"));
        runUntil(now + 100);
        assertThat(script()).containsExactly("一。", "二。", "予算です。");
    }

    @Test
    void aPartThatWaitsItsTurnGrowsThere() {
        programme.add(item("a", "一。二。三。"));
        programme.add(item("b", "四。"));
        programme.partly(piece("c", "五。"));
        programme.partly(piece("c", "六。"));
        programme.add(item("c", "五。六。七。"));
        runUntil(now + 12_000);
        assertThat(told).endsWith("finished c");
        assertThat(programme.told.peekFirst().answer()).isEqualTo("五。六。七。");
    }

    @Test
    void whenAnotherAnswerCameWhatWasSaidStandsAndTheOtherFollows() {
        programme.partly(piece("a", "一。"));
        runUntil(now + 1_000);
        programme.add(item("a", "ほかの答え。"));
        runUntil(now + 100);
        assertThat(script()).containsExactly("一。", "ほかの答え。");
    }

    @Test
    void aPartIsTakenBackLikeAWholeAnswer() {
        programme.partly(piece("a", "一。"));
        runUntil(now + 1_000);
        programme.skip("a");
        programme.add(item("a", "一。二。"));
        programme.add(item("b", "三。"));
        runUntil(now + 4_000);
        assertThat(told).containsExactly("begun a after 500", "unspoken a skipped", "begun b after 500", "finished b");
    }

    @Test
    void aPartThatASuddenEndCutOffIsSaidToItsEndAndNothingOfItTwice() {
        programme.partly(piece("a", "一。"));
        runUntil(now + 3_000);
        restart();
        programme.partly(piece("a", "一。"));
        programme.add(item("a", "一。二。"));
        runUntil(now + 100);
        assertThat(script()).containsExactly("一。", "二。");
        assertThat(cues()).extracting(Cue::index).containsExactly(1);
    }

    @Test
    void aPartOfWhichNothingWasSaidIsBegunAnewAfterASuddenEnd() {
        programme.partly(piece("a", "一。"));
        restart();
        programme.add(item("a", "一。二。"));
        runUntil(now + 5_000);
        assertThat(told).containsExactly("begun a after 500", "finished a");
    }

    @Test
    void anAnswerWhoseRestNeverComesDoesNotHoldUpTheOthers() {
        programme.partly(piece("a", "一。"));
        programme.add(item("b", "二。"));
        runUntil(now + 70_000);
        assertThat(told).contains("finished a", "finished b");
    }

    @Test
    void whoeverWaitedTooLongGivesWayToTheYounger() {
        programme = new Programme(this, Duration.ofSeconds(10));
        for (int i = 0; i < 12; i++) programme.add(item("q" + i, "一。二。三。"));
        runUntil(now + 12_000);
        programme.add(item("young", "四。"));
        runUntil(now + 12_000);
        assertThat(told).contains("shown only q11", "finished young").doesNotContain("finished q11");
        assertThat(told).filteredOn(one -> one.startsWith("begun ")).allSatisfy(one -> assertThat(Integer.parseInt(one.replaceAll(".* ", ""))).isLessThan(10_000 + 2 * 5_000));
    }

    @Test
    void whatIsNotWantedIsNotSpoken() throws Exception {
        set("{\"speakNotFound\":false}");
        programme.add(new Item("a", "花子", "なぜ", "none", "見つかりません。", "", "", Instant.ofEpochMilli(now)));
        programme.add(new Item("b", "花子", "なぜ", "failed", "失敗。", "", "", Instant.ofEpochMilli(now)));
        runUntil(now + 3_000);
        assertThat(told).containsExactly("unspoken a unwanted", "unspoken b unwanted");
        assertThat(programme.told).hasSize(2);
    }
}
