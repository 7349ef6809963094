package liveqa.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import liveqa.answer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions at a desk that may fall over at any moment: each test asks the same of a desk opened anew from the log. */
class ModeratedDeskTest {
    private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");
    private static final Screen LINKS = (question, _) -> question.text().contains("http") ? Optional.of(HoldReason.LINK) : Optional.empty();
    private final List<Double> promises = new ArrayList<>();
    private final List<Double> speechPromises = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private @TempDir Path folder;
    private Desk desk;
    private int opened;

    @BeforeEach
    void open() throws IOException {
        desk = desk(folder.resolve("log"));
    }

    private Desk desk(Path log) throws IOException {
        var witness = new Witness() {
            @Override
            public void answered(Question question, Standing.Answered answered) {
                told.add("answered " + question.id());
            }

            @Override
            public void spoken(Question question, double seconds) {
                told.add("spoken " + question.id());
            }

            @Override
            public void withdrawn(Question question, Withdrawal why) {
                told.add("withdrawn " + question.id());
            }

            @Override
            public void promised(double seconds, Duration waited) {
                promises.add(seconds);
            }

            @Override
            public void promisedSpeech(double seconds, Duration waited) {
                speechPromises.add(seconds);
            }

            @Override
            public void answeredToo(Question question, Standing.Answered answered) {
                told.add("too " + question.id());
            }
        };
        return Desk.open(log, new TurnLine(), 10, InstantSource.fixed(NOW.plusSeconds(opened++)), witness, new Rules(LINKS, Set.of(), true));
    }

    @AfterEach
    void close() throws Exception {
        desk.stop();
    }

    /** As after kill -9: what is in the file, and nothing else. */
    private void reopen() throws Exception {
        desk.stop();
        desk = desk(folder.resolve("log"));
    }

    private Ticket ask(String id, String text, String asker) throws Exception {
        var reception = desk.ask(new Question(id, asker, text, Channel.YOUTUBE, NOW, new Asker(asker, Rank.VIEWER)));
        return ((Reception.Accepted) reception).ticket();
    }

    private String standing(String id) {
        return desk.find(id).map(Standings::word).orElse("forgotten");
    }

    private List<String> line() {
        return desk.firstInLine(100).stream().map(ticket -> ticket.question().id()).toList();
    }

    private Ruling decide(String id, Decision decision) throws Exception {
        return desk.decide(id, desk.find(id).orElseThrow().version(), decision, "司会");
    }

    @Test
    void aHeldQuestionWaitsForAModeratorAlsoAfterARestart() throws Exception {
        ask("a", "http://x", "1");
        ask("b", "財源はどこですか", "2");
        reopen();
        assertThat(standing("a")).isEqualTo("held");
        assertThat(line()).containsExactly("b");
        assertThat(desk.held()).isEqualTo(1);
        assertThat(decide("a", Decision.RELEASE)).isInstanceOf(Ruling.Done.class);
        reopen();
        assertThat(line()).containsExactly("a", "b");
        assertThat(desk.held()).isZero();
    }

    @Test
    void decisionsAreAsDurableAsQuestions() throws Exception {
        for (var id : List.of("a", "b", "c", "d")) ask(id, "質問" + id.repeat(9), id);
        decide("a", Decision.SKIP);
        decide("c", Decision.PIN);
        decide("d", Decision.HOLD);
        for (int i = 0; i < 2; i++) {
            reopen();
            assertThat(standing("a")).isEqualTo("withdrawn");
            assertThat(line()).containsExactly("c", "b");
            assertThat(standing("d")).isEqualTo("held");
        }
        decide("a", Decision.RESTORE);
        decide("c", Decision.UNPIN);
        decide("d", Decision.RELEASE);
        reopen();
        assertThat(line()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void ofTwoModeratorsTheSecondIsTold() throws Exception {
        var ticket = ask("a", "財源はどこですか", "1");
        long seen = ticket.version();
        assertThat(desk.decide("a", seen, Decision.PIN, "one")).isInstanceOf(Ruling.Done.class);
        assertThat(desk.decide("a", seen, Decision.SKIP, "two")).isInstanceOf(Ruling.Stale.class);
        assertThat(standing("a")).isEqualTo("waiting");
        long now = ticket.version();
        reopen();
        assertThat(desk.decide("a", now, Decision.SKIP, "of before the restart")).isInstanceOf(Ruling.Stale.class);
    }

    @Test
    void whoAsksTheSameSharesTheAnswerWhichIsTellableToAllAndSpokenOnce() throws Exception {
        ask("a", "給食費は無料になりますか", "1");
        var other = ask("b", "給食費は無料になりますか？", "2");
        ask("c", "財源はどこですか", "3");
        assertThat(other.joined()).isPresent();
        assertThat(line()).containsExactly("a", "c");
        assertThat(desk.place(other)).isEqualTo(desk.place(desk.find("a").orElseThrow()));
        reopen();
        assertThat(line()).containsExactly("a", "c");
        desk.answer(desk.begin().orElseThrow(), new Answer.NotFound());
        reopen();
        assertThat(told).containsExactly("answered a", "too b");
        assertThat(standing("b")).isEqualTo("answered");
        assertThat(Files.readAllLines(folder.resolve("log")).stream().filter(entry -> entry.contains("\"answered\""))).hasSize(2);
        assertThat(line()).containsExactly("c");
    }

    @Test
    void whenTheFirstAskerGoesTheOthersKeepThePlace() throws Exception {
        ask("a", "給食費は無料になりますか", "1");
        ask("b", "給食費は無料になりますか？", "2");
        ask("c", "給食費は無料になりますか！", "3");
        desk.decide("a", Decision.DELETE, "youtube");
        for (int i = 0; i < 2; i++) {
            assertThat(standing("a")).isEqualTo("withdrawn");
            assertThat(line()).containsExactly("b");
            assertThat(desk.find("c").flatMap(Ticket::joined).map(ticket -> ticket.question().id())).contains("b");
            reopen();
        }
        assertThat(decide("b", Decision.SKIP)).isInstanceOf(Ruling.Done.class);
        assertThat(standing("c")).isEqualTo("withdrawn");
    }

    @Test
    void aBannedAskerIsNotHeardUntilTheBanIsLifted() throws Exception {
        ask("a", "財源はどこですか", "troll");
        ask("b", "http://x", "troll");
        ask("c", "病院は建ちますか", "other");
        assertThat(desk.ban("a", "司会")).isInstanceOf(Ruling.Done.class);
        reopen();
        assertThat(List.of(standing("a"), standing("b"), standing("c"))).containsExactly("withdrawn", "withdrawn", "waiting");
        assertThat(desk.ask(new Question("d", "troll", "また来た", Channel.YOUTUBE, NOW, new Asker("troll", Rank.VIEWER)))).isInstanceOf(Reception.Barred.class);
        assertThat(desk.lift("troll", "司会")).isEmpty();
        reopen();
        assertThat(line()).containsExactly("a", "c");
        assertThat(standing("b")).as("what was held before the ban is held again").isEqualTo("held");
        assertThat(desk.bans()).isEmpty();
    }

    @Test
    void anAnswerByHandIsGivenOnceAndAWorkersLaterAnswerIsNotTold() throws Exception {
        ask("a", "財源はどこですか", "1");
        ask("b", "病院は建ちますか", "2");
        var inHand = desk.begin().orElseThrow();
        assertThat(desk.answerByHand("a", inHand.version(), new Answer.NotFound())).isInstanceOf(Ruling.Impossible.class);
        desk.decide("a", Decision.SKIP, "司会");
        desk.answer(inHand, new Answer.Failed());
        desk.answerByHand("b", desk.find("b").orElseThrow().version(), new Answer.NotFound());
        reopen();
        assertThat(told).containsExactly("withdrawn a", "answered b");
        assertThat(standing("a")).isEqualTo("withdrawn");
        assertThat(standing("b")).isEqualTo("answered");
        assertThat(desk.begin()).isEmpty();
    }

    @Test
    void whereAnswersAreSpokenTheWaitToldIsMeasuredUntilThen() throws Exception {
        ask("a", "財源はどこですか", "1");
        ask("b", "病院は建ちますか", "2");
        for (int i = 0; i < 2; i++) desk.answer(desk.begin().orElseThrow(), new Answer.NotFound());
        while (!standing("b").equals("answered")) Thread.onSpinWait();
        desk.speaks("a");
        desk.spoke("a");
        assertThat(desk.toSpeak()).isEqualTo(1);
        ask("c", "橋は直りますか", "3");
        desk.answer(desk.begin().orElseThrow(), new Answer.NotFound());
        while (!standing("c").equals("answered")) Thread.onSpinWait();
        assertThat(promises).hasSize(3);
        assertThat(speechPromises).as("c is not spoken yet").isEmpty();
        desk.speaks("c");
        assertThat(speechPromises).as("nobody listened when the others asked").hasSize(1);
        assertThat(told).endsWith("spoken a", "answered c", "spoken c");
        assertThat(desk.toSpeak()).as("b was passed over").isZero();
    }

    @Test
    void whatCannotBeDecidedIsSaid() throws Exception {
        ask("a", "財源はどこですか", "1");
        assertThat(decide("a", Decision.RELEASE)).isInstanceOf(Ruling.Impossible.class);
        assertThat(desk.decide("nobody", 1, Decision.SKIP, "x")).isInstanceOf(Ruling.Unknown.class);
        desk.answer(desk.begin().orElseThrow(), new Answer.NotFound());
        while (!standing("a").equals("answered")) Thread.onSpinWait();
        assertThat(decide("a", Decision.PIN)).isInstanceOf(Ruling.Impossible.class);
    }

    @Test
    void aGivenAnswerIsTakenBackAndToldToWhoeverWouldSpeakIt() throws Exception {
        ask("a", "財源はどこですか", "1");
        desk.answer(desk.begin().orElseThrow(), new Answer.NotFound());
        while (!standing("a").equals("answered")) Thread.onSpinWait();
        assertThat(decide("a", Decision.SKIP)).isInstanceOf(Ruling.Done.class);
        assertThat(told).endsWith("withdrawn a");
        reopen();
        assertThat(standing("a")).isEqualTo("withdrawn");
        assertThat(desk.lastAnswers(10)).isEmpty();
        decide("a", Decision.RESTORE);
        assertThat(line()).as("brought back it is answered anew").containsExactly("a");
    }

    @Test
    void whenNobodyListensNobodyWaitsForSpeech() throws Exception {
        var listening = new AtomicBoolean(true);
        desk.spokenWhile(listening::get);
        ask("a", "財源はどこですか", "1");
        ask("b", "病院は建ちますか", "2");
        for (int i = 0; i < 2; i++) desk.answer(desk.begin().orElseThrow(), new Answer.NotFound());
        while (!standing("b").equals("answered")) Thread.onSpinWait();
        desk.speaks("a");
        var last = ask("c", "橋は直りますか", "3");
        assertThat(desk.place(last).expectedWait()).as("the answer itself").isLessThan(Duration.ofSeconds(1));
        assertThat(desk.place(last).spoken().orElseThrow().expectedWait()).isGreaterThan(Duration.ofSeconds(4));
        assertThat(desk.place(desk.find("b").orElseThrow()).spoken()).as("answered, to be spoken next").isPresent();
        listening.set(false);
        assertThat(desk.place(last).spoken()).isEmpty();
        desk.unspoken("b");
        assertThat(desk.toSpeak()).isZero();
    }

    @Test
    void whoseAnswerMayComeTooLateToBeSpokenIsToldSoBeforeAndAfter() throws Exception {
        desk.spokenWithin(Duration.ofSeconds(12));
        for (var id : new String[] {"a", "b", "c", "d"}) ask(id, "財源は" + id + "ですか、それとも" + id, id);
        for (int i = 0; i < 4; i++) desk.answer(desk.begin().orElseThrow(), new Answer.NotFound());
        while (!standing("d").equals("answered")) Thread.onSpinWait();
        desk.speaks("a");
        var late = ask("late", "橋は直りますか", "9");
        var spoken = desk.place(late).spoken().orElseThrow();
        assertThat(spoken.shownOnlyPerhaps()).isTrue();
        assertThat(spoken.expectedWait()).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(13));
        desk.shownOnly("b");
        assertThat(desk.find("b").orElseThrow().isShownOnly()).isTrue();
        assertThat(desk.place(desk.find("b").orElseThrow()).spoken()).isEmpty();
    }

    @Test
    void anyQuestionStillKeptIsFoundAndItsAnswerTakenBack() throws Exception {
        for (int i = 0; i < 120; i++) {
            ask("q" + i, "第" + i + "号線はいつ開通しますか", "asker" + i);
            desk.answer(desk.begin().orElseThrow(), new Answer.NotFound());
        }
        while (!standing("q119").equals("answered")) Thread.onSpinWait();
        var found = desk.search("第７号線", 50);
        assertThat(found).extracting(ticket -> ticket.question().id()).containsExactly("q7");
        assertThat(decide("q7", Decision.SKIP)).isInstanceOf(Ruling.Done.class);
        assertThat(desk.search("号線", 50)).hasSize(50).extracting(ticket -> ticket.question().id()).startsWith("q119", "q118");
        assertThat(desk.search("q100", 50)).hasSize(1);
        assertThat(desk.search("そんなものはない", 50)).isEmpty();
    }

    @Test
    void heldQuestionsAreBoundedAndTheQueueStaysOpenBesideThem() throws Exception {
        for (int i = 0; i < 1000; i++) ask("h" + i, "http://x", "a" + i);
        assertThat(desk.ask(new Question("one more", "x", "http://x", Channel.YOUTUBE, NOW))).isInstanceOf(Reception.Full.class);
        assertThat(ask("a", "財源はどこですか", "1").question().id()).isEqualTo("a");
    }
}
